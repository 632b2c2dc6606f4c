import { hash } from 'node:crypto';

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

/** The chain of what became of drafts and submissions. */
export const journalDomain = 'ccms-terminal/journal/1';
/** The chain of what was fetched. */
export const downloadDomain = 'ccms-terminal/downloads/1';

/**
 * SHA-256 (hex) over the domain, the hash before and the row. Every text is preceded by its length in bytes and every number
 * has eight bytes, so that no two different rows give the same input; the domain keeps other hashes of ours apart.
 */
export function hashJournalRow(previousHash: string, row: HashedRow, domain: string = journalDomain): string {
  const texts = [row.subject, row.kind, row.detail];
  // One piece of memory and one call for a row: a long journal is read whole when the program starts.
  const length = [domain, ...texts].reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 32 + 8 + 8);
  const bytes = Buffer.alloc(length);
  let end = 0;
  const write = (text: string) => {
    const written = bytes.write(text, end + 4, 'utf8');
    end = bytes.writeUInt32BE(written, end) + written;
  };
  write(domain);
  end += bytes.write(previousHash, end, 32, 'hex');
  end = bytes.writeBigUInt64BE(BigInt(row.seq), end);
  end = bytes.writeBigUInt64BE(BigInt(row.at), end);
  for (const text of texts) write(text);
  return hash('sha256', bytes.subarray(0, end), 'hex');
}
