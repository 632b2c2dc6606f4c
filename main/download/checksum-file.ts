const LINE = /^\\?([0-9a-fA-F]{64})(?:[ \t]+\*?(.+))?$/;

/**
 * Takes the text of a checksum file and the name of the file that it stands beside; gives the SHA-256 in lower case. Reads what
 * `sha256sum` writes, one line or many, and a checksum alone. Null when it says nothing of this file, or two different things.
 */
export function readChecksumFile(text: string, fileName: string): string | null {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found = new Set<string>();
  for (const line of lines) {
    const [, sha256, name] = LINE.exec(line) ?? [];
    if (!sha256) return null;
    // A path before the name is where the exchange had the file.
    const isThis = name === undefined ? lines.length === 1 : name.replace(/^.*[/\\]/, '') === fileName;
    if (isThis) found.add(sha256.toLowerCase());
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
