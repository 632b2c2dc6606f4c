import { z } from 'zod';
import type { Realm } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';

export interface FailureState {
  /** Failures that are still allowed before the lock. */
  readonly attemptsLeft: number;
  /** 0, or the time at which the lock ends. */
  readonly lockedUntil: number;
}

type FailureContext = Pick<PracticeContext, 'clock' | 'database'>;

interface Subject {
  readonly realm: Realm;
  /** As typed; kept only as a fingerprint, because people type passwords into the wrong field. */
  readonly typedId: string;
  readonly known: boolean;
}

const rowSchema = z.object({ times: z.string(), locked_until: z.number() });
const timesSchema = z.array(z.number());

/**
 * Failures of one typed user ID: wrong passwords and wrong one-time passwords together. Five within 30 minutes lock it
 * (seed ECP FAQ item 15), whether or not such a user exists.
 */
export function readFailures(context: FailureContext, subject: Subject): FailureState {
  const row = readRow(context, subject);
  return { attemptsLeft: Math.max(0, limits.failures - row.times.length), lockedUntil: row.lockedUntil };
}

/** Counts one failure and gives the state after it. While the lock lasts nothing more is counted. */
export function countFailure(context: FailureContext, subject: Subject): FailureState {
  const now = context.clock.now();
  const row = readRow(context, subject);
  if (row.lockedUntil > 0) return { attemptsLeft: 0, lockedUntil: row.lockedUntil };
  const times = [...row.times, now];
  const lockedUntil = times.length >= limits.failures ? now + limits.lockMs : 0;
  context.database
    .prepare('INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?)')
    .run(subject.realm, fingerprint(subject.typedId), subject.known ? 1 : 0, JSON.stringify(times), lockedUntil, now);
  // For known IDs too: the same work whether or not the ID exists.
  forgetOldestUnknown(context);
  return { attemptsLeft: limits.failures - times.length, lockedUntil };
}

/** Only a complete log-in begins the count anew; sending the OTP again does not. */
export function clearFailures(context: FailureContext, realm: Realm, userId: string): void {
  context.database.prepare('DELETE FROM failure WHERE realm = ? AND subject = ?').run(realm, fingerprint(userId));
}

function readRow(context: FailureContext, subject: Subject): { times: number[]; lockedUntil: number } {
  const found = context.database
    .prepare('SELECT times, locked_until FROM failure WHERE realm = ? AND subject = ?')
    .get(subject.realm, fingerprint(subject.typedId));
  if (!found) return { times: [], lockedUntil: 0 };
  const now = context.clock.now();
  const row = rowSchema.parse(found);
  if (row.locked_until > now) return { times: [], lockedUntil: row.locked_until };
  if (row.locked_until > 0) return { times: [], lockedUntil: 0 };
  const times = timesSchema.parse(JSON.parse(row.times)).filter((time) => time > now - limits.failureWindowMs);
  return { times, lockedUntil: 0 };
}

/** Made-up IDs must not fill the disk; rows of real users are never the ones that go. */
function forgetOldestUnknown(context: FailureContext): void {
  context.database
    .prepare(
      `DELETE FROM failure WHERE (SELECT count(*) FROM failure WHERE known = 0) > ?
       AND rowid = (SELECT rowid FROM failure WHERE known = 0 ORDER BY changed_at LIMIT 1)`,
    )
    .run(limits.unknownSubjects);
}
