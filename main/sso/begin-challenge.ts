import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';
import { appError } from '../../shared/contract/errors.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import { discover } from './discover.ts';
import { sendChallenge } from './send-challenge.ts';
import type { Challenge, ChallengeStep } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/**
 * Asks for the metadata and sends user ID and password, neither trimmed nor normalised (NIST SP 800-63B-4: that is the
 * verifier's part). A text that UTF-8 cannot carry unchanged is `invalid-input`.
 */
export async function beginChallenge(
  context: SsoContext,
  input: { readonly userId: string; readonly password: string },
  signal: AbortSignal,
): Promise<Result<ChallengeStep>> {
  if (!input.userId.isWellFormed() || !input.password.isWellFormed()) return err(appError('invalid-input'));
  const metadata = await discover(context, signal);
  if (!metadata.ok) return metadata;
  const codeVerifier = generateRandomCodeVerifier();
  const challenge: Challenge = { metadata: metadata.value, codeVerifier, authSession: '' };
  return sendChallenge(context, challenge, {
    members: {
      scope: context.scope,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      username: input.userId,
      password: input.password,
    },
    signal,
  });
}
