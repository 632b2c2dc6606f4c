import { createHash } from 'node:crypto';

/** The members of a journal row that its hash covers, besides the hash of the row before. */
export interface HashedRow {
  readonly seq: number;
  /** ms since 1970 on this PC's clock. */
  readonly at: number;
  /** The draft and later submission that the row is about. */
  readonly subject: string;
  readonly kind: string;
  readonly detail: string;
}

/** What stands in place of a hash before the first row. */
export const genesisHash = '0'.repeat(64);

const DOMAIN = 'ccms-terminal/journal/1';
/** The chain of what was fetched. */
export const downloadDomain = 'ccms-terminal/downloads/1';

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function eightBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/**
 * SHA-256 (hex) over the domain, the hash before and the row. Every text is preceded by its length in bytes and every number
 * has eight bytes, so that no two different rows give the same input; the domain keeps other hashes of ours apart.
 */
export function hashJournalRow(previousHash: string, row: HashedRow, domain: string = DOMAIN): string {
  return createHash('sha256')
    .update(lengthPrefixed(domain))
    .update(Buffer.from(previousHash, 'hex'))
    .update(eightBytes(row.seq))
    .update(eightBytes(row.at))
    .update(lengthPrefixed(row.subject))
    .update(lengthPrefixed(row.kind))
    .update(lengthPrefixed(row.detail))
    .digest('hex');
}
