import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCardCertificate } from '../helpers/card-certificate.ts';
import { createPracticeClient, type PracticeClient } from '../helpers/practice-client.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';

let practice: PracticeSetup;
let client: PracticeClient;
let url: string;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = new Uint8Array(keys.publicKey.export({ type: 'spki', format: 'der' }));

beforeAll(async () => {
  practice = await setUpPractice();
  client = await createPracticeClient(practice.exchange.profile);
  url = client.challengeUrl('ccms');
});
afterAll(() => practice?.close());

const common = { client_id: 'ccms-terminal', response_type: 'code' };

async function begin(): Promise<{ auth_session: string; nonce: string }> {
  const pkce = { code_challenge: client.codeChallenge, code_challenge_method: 'S256' };
  const answer = await client.form(url, { ...common, scope: 'ccms', ...pkce, card: 'true' });
  const body = answer.json();
  expect([answer.status, body.error, body.card_required]).toEqual([401, 'insufficient_authorization', true]);
  return { auth_session: String(body.auth_session), nonce: String((body.card as { nonce: unknown }).nonce) };
}

interface Changes {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
  readonly certificate?: Uint8Array;
  readonly typ?: string;
}

async function proofOf(nonce: string, userId: string, changes: Changes = {}): Promise<string> {
  const certificate = changes.certificate ?? (await practice.exchange.control.issueCard({ userId, publicKey }));
  const jkt = await client.thumbprint();
  const claims = { nonce, aud: practice.exchange.profile.realms.ccms.issuer, iat: Math.floor(Date.now() / 1_000), jkt };
  return new CompactSign(new TextEncoder().encode(JSON.stringify({ ...claims, ...changes.claims })))
    .setProtectedHeader({
      typ: changes.typ ?? 'card-proof+jwt',
      alg: 'RS256',
      x5c: [Buffer.from(certificate).toString('base64')],
    })
    .sign(changes.key ?? keys.privateKey);
}

async function answerOf(userId: string, changes: Changes = {}): Promise<Record<string, unknown>> {
  const { auth_session, nonce } = await begin();
  const card_proof = await proofOf(nonce, userId, changes);
  return (await client.form(url, { ...common, auth_session, card_proof })).json();
}

describe('the card log-in of the practice exchange', () => {
  it('gives a code for the right answer, once, and a session that says how it was opened', async () => {
    const { auth_session, nonce } = await begin();
    const card_proof = await proofOf(nonce, 'CHANTM');
    const first = await client.form(url, { ...common, auth_session, card_proof });
    expect(first.status).toBe(200);
    expect((await client.form(url, { ...common, auth_session, card_proof })).json().error).toBe('invalid_session');
    const tokens = (await client.code('ccms', String(first.json().authorization_code))).json();
    expect(tokens.session).toMatchObject({ user_id: 'CHANTM', method: 'smart-card' });
  });

  it('says the same word to every answer that is not one', async () => {
    const strange = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const wrong: readonly Changes[] = [
      { claims: { nonce: 'a'.repeat(43) } },
      { claims: { aud: 'https://elsewhere.example' } },
      { claims: { jkt: 'a'.repeat(43) } },
      { claims: { iat: Math.floor(Date.now() / 1_000) - 3_600 } },
      { key: strange },
      { certificate: await makeCardCertificate('CHAN TAI MAN') },
      { typ: 'JWT' },
    ];
    for (const changes of wrong) {
      expect(await answerOf('CHANTM', changes)).toEqual({ error: 'access_denied', reason: 'card_refused' });
    }
  });

  it('uses a nonce up with a wrong answer too', async () => {
    const { auth_session, nonce } = await begin();
    const wrong = await proofOf(nonce, 'CHANTM', { claims: { aud: 'https://elsewhere.example' } });
    await client.form(url, { ...common, auth_session, card_proof: wrong });
    const right = await proofOf(nonce, 'CHANTM');
    const again = await client.form(url, { ...common, auth_session, card_proof: right });
    expect(again.json()).toEqual({ error: 'invalid_session' });
  });

  it('tells an expired card, a user without cards and a locked one apart, after the right answer', async () => {
    const validUntil = new Date(Date.now() - 1_000);
    const expired = await practice.exchange.control.issueCard({ userId: 'CHANTM', publicKey, validUntil });
    expect((await answerOf('CHANTM', { certificate: expired })).reason).toBe('card_expired');
    expect((await answerOf('LAMKY')).reason).toBe('method_not_allowed');
    expect((await answerOf('HOKW')).reason).toBe('locked');
  });

  it('is not begun at Client Connect', async () => {
    const pkce = { code_challenge: client.codeChallenge, code_challenge_method: 'S256' };
    const answer = await client.form(client.challengeUrl('ecp'), { ...common, scope: 'ecp', ...pkce, card: 'true' });
    expect(answer.json()).toEqual({ error: 'access_denied', reason: 'method_not_allowed' });
  });
});
