import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Progress, Submission } from '../../shared/contract/submission.ts';
import { isOpen } from '../../shared/model/newest-of-name.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** How the following of one submission ended. */
export interface Followed {
  readonly submission: Submission;
  /** Why it is not known although it was waited for. */
  readonly reason: 'settled' | 'timed-out' | 'interrupted' | 'gone';
}

export interface FollowOptions {
  readonly terminal: Terminal;
  /** True: a submission in doubt is asked for until it is settled. False: in doubt is an end. */
  readonly untilSettled: boolean;
  readonly interrupted: AbortSignal;
  readonly timeout: AbortSignal;
  readonly onState: (submission: Submission) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** The news of all submissions, kept from before the first one is begun, so that none is missed. */
export interface Follower {
  /** Waits until the outcome is known. Breaks the submission off when the command is interrupted. */
  until(submission: Submission): Promise<Followed>;
  close(): void;
}

/** Resolves at the first of the signals. */
function firstOf(...signals: readonly AbortSignal[]): Promise<void> {
  const any = AbortSignal.any([...signals]);
  return new Promise((resolve) => {
    if (any.aborted) resolve();
    any.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Begins to listen. */
export function followSubmissions(options: FollowOptions): Follower {
  const { terminal, untilSettled, interrupted, timeout, onState, onProgress } = options;
  const newest = new Map<string, Submission>();
  // A file that is named twice is one submission, and both wait for it.
  const waiting = new Set<() => void>();
  const stop = terminal.subscribe((event) => {
    if (event.name === 'submission/progress') onProgress(event.payload);
    if (event.name !== 'submission/changed') return;
    newest.set(event.payload.submissionId, event.payload);
    onState(event.payload);
    for (const look of waiting) look();
  });
  const isOver = (submission: Submission) => !isOpen(submission) || (submission.state === 'in-doubt' && !untilSettled);

  async function breakOff(last: Submission): Promise<Submission> {
    const { submissionId } = last;
    const cancelled = await terminal.call('submission/cancel', { submissionId });
    return cancelled.ok ? cancelled.value : (newest.get(submissionId) ?? last);
  }

  return {
    async until(submission) {
      const { submissionId } = submission;
      const current = () => newest.get(submissionId) ?? submission;
      const settled = new Promise<void>((resolve) => {
        const look = () => {
          if (isOver(current())) resolve();
        };
        waiting.add(look);
        look();
      });
      await Promise.race([settled, firstOf(interrupted, timeout, terminal.gone)]);
      if (current().state === 'failed' && terminal.kind === 'running' && !terminal.gone.aborted) {
        // A terminal may have planned to try again by itself; whoever is told "failed" must be able to rely on it.
        return { submission: await breakOff(current()), reason: 'settled' };
      }
      if (isOver(current())) return { submission: current(), reason: 'settled' };
      if (interrupted.aborted) return { submission: await breakOff(current()), reason: 'interrupted' };
      if (terminal.gone.aborted) return { submission: current(), reason: 'gone' };
      // A terminal that runs goes on with it; nobody would after this process.
      return { submission: terminal.kind === 'own' ? await breakOff(current()) : current(), reason: 'timed-out' };
    },
    close: stop,
  };
}

/** Takes how it ended; gives the exit code and what is said of it. Whatever is not certain is in doubt. */
export function judgeFollowed({ submission, reason }: Followed): { code: ExitCode; failure: AppError | null } {
  const { state, error } = submission;
  switch (state) {
    case 'confirmed':
      return { code: 0, failure: null };
    case 'refused': {
      const failure = error ?? appError('refused-by-exchange');
      return { code: exitCodeOf(failure) === 31 ? 31 : 33, failure };
    }
    case 'failed': {
      const failed = error ?? appError('internal');
      const failure = failed.code === 'cancelled' && reason === 'timed-out' ? appError('timed-out') : failed;
      return { code: exitCodeOf(failure), failure };
    }
    case 'checked':
    case 'sending':
    case 'sent':
    case 'in-doubt':
      return { code: 40, failure: error };
  }
}
