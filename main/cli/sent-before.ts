import type { Draft, Submission } from '../../shared/contract/submission.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { newestOfName } from '../../shared/model/newest-of-name.ts';
import type { Terminal } from './terminal.ts';

/** What was sent before: by this PC's ledger, and since then by this command. */
export interface SentBefore {
  /** The newest of the draft's folder and name that is open or confirmed. */
  newest(draft: Draft): Promise<Result<Submission | null>>;
  add(submission: Submission): void;
}

/** The most that one answer holds; a name is sent once a day. */
const NEWEST = 2000;

/** Asks once, when it is first needed: a command may have a thousand files. */
export function createSentBefore(terminal: Terminal): SentBefore {
  const added: Submission[] = [];
  let asked: Promise<Result<Submission[]>> | null = null;
  return {
    async newest(draft) {
      asked ??= terminal.call('submission/list', { limit: NEWEST });
      const all = await asked;
      return all.ok ? ok(newestOfName([...added.toReversed(), ...all.value], draft)) : all;
    },
    add: (submission) => added.push(submission),
  };
}
