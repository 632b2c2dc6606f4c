import type { PracticeContext } from '../core/practice-context.ts';
import type { Responder } from '../sftp/respond.ts';
import type { FileFolder } from './file-folder.ts';

/** What the handlers of the ECP web API share. */
export interface EcpContext {
  readonly context: PracticeContext;
  readonly files: FileFolder;
  /** Told of each file that was taken, once it is durable. */
  readonly responder: Responder;
  /** Keys whose bytes are arriving at this moment; only in memory, because they die with the process. */
  readonly inProgress: Set<string>;
}
