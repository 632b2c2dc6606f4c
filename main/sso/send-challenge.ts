import type { Result } from '../../shared/lib/result.ts';
import { readChallengeAnswer, takeAuthSession } from './answers/read-challenge-answer.ts';
import { sendForm } from './send-form.ts';
import type { Challenge, ChallengeStep } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/** Sends one step of a challenge and reads its answer; the newest `auth_session` is kept in the challenge. */
export async function sendChallenge(
  context: SsoContext,
  challenge: Challenge,
  step: { readonly members: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<Result<ChallengeStep>> {
  const sent = await sendForm(context, challenge.metadata.challengeEndpoint, {
    members: { client_id: context.clientId, response_type: 'code', ...step.members },
    signal: step.signal,
    onAnswer: (response) => takeAuthSession(challenge, response),
  });
  return sent.ok ? readChallengeAnswer(sent.value, challenge) : sent;
}
