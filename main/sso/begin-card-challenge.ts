import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HttpResponse } from '../http/http.ts';
import { readChallengeAnswer, takeAuthSession } from './answers/read-challenge-answer.ts';
import { answerInvalid, readJson } from './answers/read-json.ts';
import { discover } from './discover.ts';
import { sendChallenge } from './send-challenge.ts';
import { sendForm } from './send-form.ts';
import {
  type CardAlgorithm,
  type CardSigner,
  type Challenge,
  type ChallengeStep,
  cardAlgorithms,
} from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

const promptSchema = z.object({
  error: z.literal('insufficient_authorization'),
  card_required: z.literal(true),
  card: z.object({
    nonce: z.string().min(16).max(1_024),
    /** Algorithms that this version does not know cannot be used. */
    algs: z
      .array(z.string().max(40))
      .max(40)
      .transform((names) => cardAlgorithms.filter((known) => names.includes(known))),
  }),
});
type CardPrompt = z.infer<typeof promptSchema>['card'];

/** The nonce that the exchange wants signed. Any other answer is read like that to a password: refusals keep their meaning. */
function readPrompt(response: HttpResponse, challenge: Challenge): Result<CardPrompt> {
  const body = readJson(response);
  const parsed = body.ok ? promptSchema.safeParse(body.value) : null;
  if (parsed?.success && challenge.authSession !== '') return ok(parsed.data.card);
  const other = readChallengeAnswer(response, challenge);
  return other.ok ? answerInvalid('card') : other;
}

const segment = (value: object) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** The JWS of the card (RFC 7515 section 7.1), bound to the nonce, the issuer, the time and this PC's key. */
async function signProof(
  context: SsoContext,
  card: CardSigner,
  { issuer, nonce, algorithm }: { readonly issuer: string; readonly nonce: string; readonly algorithm: CardAlgorithm },
): Promise<Result<string>> {
  const { thumbprint } = await context.deviceKey();
  const header = { typ: 'card-proof+jwt', alg: algorithm, x5c: [card.certificate] };
  const claims = { nonce, aud: issuer, iat: Math.floor(context.exchangeNow() / 1_000), jkt: thumbprint };
  const input = `${segment(header)}.${segment(claims)}`;
  const signed = await card.sign(algorithm, new TextEncoder().encode(input));
  return signed.ok ? ok(`${input}.${Buffer.from(signed.value).toString('base64url')}`) : signed;
}

async function askForNonce(
  context: SsoContext,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<Result<CardPrompt>> {
  const sent = await sendForm(context, challenge.metadata.challengeEndpoint, {
    members: {
      client_id: context.clientId,
      response_type: 'code',
      scope: context.scope,
      code_challenge: await calculatePKCECodeChallenge(challenge.codeVerifier),
      code_challenge_method: 'S256',
      card: 'true',
    },
    signal,
    onAnswer: (response) => takeAuthSession(challenge, response),
  });
  return sent.ok ? readPrompt(sent.value, challenge) : sent;
}

/** Logs in by card (docs/wire/sso.md, smart card). `card-key-missing` when card and exchange have no algorithm in common. */
export async function beginCardChallenge(
  context: SsoContext,
  card: CardSigner,
  signal: AbortSignal,
): Promise<Result<ChallengeStep>> {
  const metadata = await discover(context, signal);
  if (!metadata.ok) return metadata;
  const challenge: Challenge = {
    metadata: metadata.value,
    codeVerifier: generateRandomCodeVerifier(),
    authSession: '',
  };
  const prompt = await askForNonce(context, challenge, signal);
  if (!prompt.ok) return prompt;
  const { nonce, algs } = prompt.value;
  const algorithm = card.algorithms.find((each) => algs.includes(each));
  if (!algorithm) return err(appError('card-key-missing'));
  const proof = await signProof(context, card, { issuer: metadata.value.issuer, nonce, algorithm });
  if (!proof.ok) return proof;
  return sendChallenge(context, challenge, {
    members: { auth_session: challenge.authSession, card_proof: proof.value },
    signal,
  });
}
