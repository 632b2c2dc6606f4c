import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { listedUserSchema, listProblemSchema } from '../../shared/contract/readiness.ts';

const keptSchema = z.strictObject({
  fileName: z.string(),
  at: z.number().int().nonnegative(),
  users: z.array(listedUserSchema),
  refused: z.number().int().nonnegative(),
  problems: z.array(listProblemSchema),
});
export type ImportedList = z.infer<typeof keptSchema>;

/** Where the imported list outlives the program: `readiness.json` in the data folder. It holds no secret. */
export interface KeptList {
  read(): Promise<ImportedList | null>;
  /** Null removes it. */
  write(list: ImportedList | null): Promise<void>;
}

/** Keeps the list in a data folder that exists. */
export function keepList(dataFolder: string): KeptList {
  const file = path.join(dataFolder, 'readiness.json');
  return {
    async read() {
      try {
        return keptSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
      } catch {
        // absent, or damaged: the list can be imported again
        return null;
      }
    },
    async write(list) {
      if (list === null) await rm(file, { force: true });
      else await writeFileAtomic(file, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
    },
  };
}
