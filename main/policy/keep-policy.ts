import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { MAX_POLICY_CHARACTERS } from './verify-policy.ts';

/** The newest policy document on this PC, as it was served. It is verified again whenever it is read. */
export interface KeptPolicy {
  /** Null when there is none that could be read. */
  read(): Promise<string | null>;
  /** Rejects when the disk does not take it. */
  write(document: string): Promise<void>;
}

/** Keeps the document in `<dataFolder>/policy.jws`, for this user only. */
export function keepPolicy(dataFolder: string): KeptPolicy {
  const file = path.join(dataFolder, 'policy.jws');
  return {
    async read() {
      try {
        const text = await readFile(file, 'utf8');
        return text.length > MAX_POLICY_CHARACTERS ? null : text;
      } catch {
        // absent at the first start; unreadable is the same: the exchange is asked anyhow
        return null;
      }
    },
    write: (document) => writeFileAtomic(file, document, { mode: 0o600 }),
  };
}
