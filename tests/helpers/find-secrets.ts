import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Base64 of a text inside a longer text: for each of the three alignments the part that does not depend on neighbours. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const skip = shift === 0 ? 0 : shift + 1;
    const whole = Math.floor(padded.length / 3) * 4;
    return padded.toString('base64').slice(skip, whole);
  });
}

function formsOf(secret: string): Buffer[] {
  const utf8 = Buffer.from(secret, 'utf8');
  const utf16 = Buffer.from(secret, 'utf16le');
  const utf16Big = Buffer.from(utf16).swap16();
  const texts = [
    ...base64Forms(utf8),
    ...base64Forms(utf8).map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    utf8.toString('hex'),
    utf8.toString('hex').toUpperCase(),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ];
  return [utf8, utf16, utf16Big, ...texts.map((text) => Buffer.from(text))];
}

/** Six digits also occur by chance inside a time or a hash: such a secret counts only where no hex digit stands beside it. */
function holds(content: Buffer, secret: string): boolean {
  if (/^\d+$/.test(secret))
    return new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`, 'i').test(content.toString('latin1'));
  return formsOf(secret).some((form) => content.includes(form));
}

/**
 * Looks for planted secrets in every file under a folder, as UTF-8, UTF-16 (both orders), base64 (any alignment, both
 * alphabets), hex, URL and JSON form. Gives `file: secret's number` for each hit.
 */
export async function findSecrets(folder: string, secrets: readonly string[]): Promise<string[]> {
  const hits: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    // A copy that was sent meanwhile is gone, with whatever was in it.
    const content = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return Buffer.alloc(0);
      throw cause;
    });
    secrets.forEach((secret, number) => {
      if (holds(content, secret)) hits.push(`${path.relative(folder, file)}: ${number}`);
    });
  }
  return hits;
}
