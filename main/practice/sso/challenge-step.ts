import type { LoginMethod } from '../../../shared/contract/session.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import type { UserRecord } from '../store/users.ts';
import { ssoAnswer } from './answers.ts';
import type { RealmConfig } from './realm.ts';

/** Where a log-in in progress stands: the form it sent and the key that it is bound to. */
export interface ChallengeStep {
  readonly context: PracticeContext;
  readonly config: RealmConfig;
  readonly request: PracticeRequest;
  readonly form: URLSearchParams;
  readonly thumbprint: string;
}

/** 400 `access_denied` with its reason. */
export function denied(step: ChallengeStep, members: Readonly<Record<string, unknown>>): Response {
  return ssoAnswer(step.request, 400, { error: 'access_denied', ...members });
}

/** Whether a user has been given a method and, at CCMS, the phase of the transition allows it to users of this class. */
export function mayUse({ context, config }: ChallengeStep, user: UserRecord, method: LoginMethod): boolean {
  if (!user.methods.includes(method)) return false;
  return config.realm !== 'ccms' || context.policy.allows(user.createdAfterLaunch, method);
}

/** Says for how long, in seconds. A user whom an administrator locked is told a full period each time. */
export function lockedAnswer(step: ChallengeStep, lockedUntil: number): Response {
  const lockedFor = Math.ceil((lockedUntil - step.context.clock.now()) / 1000);
  return denied(step, { reason: 'locked', locked_for: lockedFor });
}
