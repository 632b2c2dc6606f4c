import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import type { CallName } from '../../shared/contract/index.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LockService } from '../lock/lock-service.ts';
import type { AddedFile, App, IncomingFile } from './app.ts';
import type { Dispatch } from './dispatch.ts';

/**
 * What a locked terminal still does for the command line. A scheduler's files go by SFTP with the terminal's own account, whoever is there; what would
 * use the session of the operator who is away (the web channel, Activity Enquiry, the registration of keys) waits for them, as do
 * changes to the keys.
 */
const allowedWhileLocked: ReadonlySet<CallName> = new Set([
  'terminal/status',
  'draft/update',
  'draft/remove',
  'submission/submit',
  'submission/channels',
  'submission/window',
  'submission/list',
  'submission/cancel',
  'submission/ask',
  'submission/receipt',
  'download/list',
  'download/fetch',
  'download/cancel',
]);

/**
 * What the command line may ask of a terminal that runs. No log-in, no PIN, no settings, nothing of the lock: those are the operator's,
 * at the screen.
 */
const allowed: ReadonlySet<CallName> = new Set<CallName>([
  ...allowedWhileLocked,
  'activity/query',
  'sftp/account',
  'sftp/makeKey',
  'sftp/importKey',
  'sftp/removeKey',
  'sftp/publicKey',
  'sftp/registerKey',
  'sftp/registerAddress',
]);

export interface DoorParts {
  readonly lock: Pick<LockService, 'refusal'>;
  readonly ledger: Pick<Ledger, 'submission'>;
  /** All calls, with no regard to the lock. */
  readonly dispatch: Dispatch;
  /** The same for files. */
  readonly addFile: (file: IncomingFile) => Promise<Result<AddedFile>>;
}

const bySftp = z.looseObject({ channel: z.literal('sftp') });
const submissionIn = z.looseObject({ submissionId: z.string() });

/** Whether a call of a submission stays away from the operator's session. */
function staysOutOfSession({ ledger }: DoorParts, name: CallName, input: unknown): boolean {
  if (name === 'submission/submit') return bySftp.safeParse(input).success;
  if (name !== 'submission/ask' && name !== 'submission/cancel') return true;
  const named = submissionIn.safeParse(input);
  return !named.success || ledger.submission(named.data.submissionId)?.facts.channel !== 'web';
}

/** Makes the door. A call that is not on the list is `client-refused`; while the terminal is locked most others are `locked`. */
export function createCommandLineDoor(parts: DoorParts): App['commandLine'] {
  const { lock, dispatch, addFile } = parts;
  return {
    async dispatch(name, input) {
      const call = name as CallName;
      if (!allowed.has(call)) return err(appError('client-refused'));
      const refusal = lock.refusal();
      const isOpen = refusal === null || (allowedWhileLocked.has(call) && staysOutOfSession(parts, call, input));
      return isOpen ? dispatch(name, input) : err(refusal);
    },
    async addFile(file) {
      const refusal = lock.refusal();
      return refusal === null || file.purpose === 'submission' ? addFile(file) : err(refusal);
    },
  };
}
