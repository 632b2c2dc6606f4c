import { z } from 'zod';
import type { Profile } from '../../main/profile/profile.ts';

const controlSchema = z.object({
  files: z.array(
    z.object({ fileName: z.string(), sha256: z.string(), status: z.string(), channel: z.enum(['web', 'sftp']) }),
  ),
});

/** What a practice exchange in a process of its own holds under a name, newest first. */
export async function filesAtExchange({ practicePages }: Pick<Profile, 'practicePages'>, fileName: string) {
  const url = new URL('/control', practicePages?.start);
  const { files } = controlSchema.parse(await (await fetch(url)).json());
  return files.filter((file) => file.fileName === fileName);
}
