import type { KeyForm } from '../../shared/contract/sftp-account.ts';

interface PublicKey {
  readonly algorithm: string;
  readonly blob: Uint8Array;
  /** Printable ASCII without a quotation mark. */
  readonly comment: string;
}

/** RFC 4716 section 3: no line is longer than 72 bytes. */
const LINE = 70;

/** The public key for registration: one line of OpenSSH's, or the file of RFC 4716. */
export function publicKeyText({ algorithm, blob, comment }: PublicKey, form: KeyForm): string {
  const base64 = Buffer.from(blob).toString('base64');
  if (form === 'openssh') return `${algorithm} ${base64} ${comment}\n`;
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const header = foldHeader(`Comment: "${comment}"`);
  return ['---- BEGIN SSH2 PUBLIC KEY ----', ...header, ...lines, '---- END SSH2 PUBLIC KEY ----', ''].join('\n');
}

/** A header that is longer than a line goes on after a backslash (RFC 4716 section 3.3). */
function foldHeader(header: string): readonly string[] {
  const pieces = header.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return pieces.map((piece, index) => (index < pieces.length - 1 ? `${piece}\\` : piece));
}
