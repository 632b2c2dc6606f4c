import type { Folder } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import { readAnswer, readRows } from './read-answer.ts';
import type { EcpRequests } from './requests.ts';
import { wireFolderSchema } from './wire-schemas.ts';

/** Asks for the folders that this user's functions open (operation `listFolders`). */
export async function listFolders(requests: EcpRequests): Promise<Result<readonly Folder[]>> {
  const response = await requests.get('/api/folders/v1');
  if (!response.ok) return response;
  const envelope = readAnswer(response.value);
  return envelope.ok ? readRows(envelope.value, wireFolderSchema) : envelope;
}
