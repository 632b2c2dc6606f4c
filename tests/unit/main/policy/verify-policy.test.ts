import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyPolicy } from '../../../../main/policy/verify-policy.ts';
import { makePolicyKey, policyIssuer, policyPayload, signSample } from '../../../helpers/sample-policy.ts';

let key: Awaited<ReturnType<typeof makePolicyKey>>;
let whole: string;
beforeAll(async () => {
  key = await makePolicyKey();
  whole = await signSample(policyPayload(), key);
});
const verify = (document: string) => verifyPolicy(document, { key: key.pinned, issuer: policyIssuer });

describe('a policy of the exchange', () => {
  test('is read, with its times in milliseconds', async () => {
    const policy = await verify(whole);
    expect(policy).toMatchObject({ serial: 7, expiresAt: 9_000_000, minimumVersion: '0.1.0' });
    expect(policy?.plan.phases[1]).toEqual({ phase: 'parallel', startsAt: 2_000_000 });
    expect(policy?.plan.methods.createdAfterLaunch.parallel).toEqual(['2fa']);
  });

  test('may have members that are not known yet, and only some of the phases', async () => {
    const phases = [{ phase: 'two-factor-only', starts_at: 5 }];
    expect(await verify(await signSample(policyPayload({ phases, later: { more: true } }), key))).not.toBeNull();
  });

  test('may be signed by Ed25519 when that is the pinned key', async () => {
    const ed = await makePolicyKey('EdDSA');
    const document = await signSample(policyPayload(), ed);
    expect(await verifyPolicy(document, { key: ed.pinned, issuer: policyIssuer })).not.toBeNull();
    expect(await verify(document)).toBeNull();
  });
});

describe('is refused', () => {
  test('another key', async () => {
    const other = await makePolicyKey();
    expect(await verify(await signSample(policyPayload(), other))).toBeNull();
  });

  test('the public key used as a shared secret, and no signature at all', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(key.pinned).padEnd(64));
    expect(await verify(await signSample(policyPayload(), { algorithm: 'HS256', privateKey: secret }))).toBeNull();
    const [, body = ''] = whole.split('.');
    const none = Buffer.from('{"alg":"none","typ":"transition-policy+jwt"}').toString('base64url');
    expect(await verify(`${none}.${body}.`)).toBeNull();
  });

  test.each([
    ['another type', { typ: 'dpop+jwt' }],
    ['no type', { typ: undefined }],
    ['an extension that must be understood', { crit: ['later'], later: true }],
  ])('%s', async (_, header) => {
    const document = await signSample(policyPayload(), key, header);
    expect(await verify(document)).toBeNull();
  });

  const card = { existing: ['smart-card'], none: [] };
  const { methods } = policyPayload() as { methods: Record<string, Record<string, string[]>> };
  test.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'https://sso.example.test.evil.example' }],
    ['the issuer with a slash', { iss: `${policyIssuer}/` }],
    ['no serial', { serial: undefined }],
    ['a serial that is no whole number', { serial: 1.5 }],
    ['a serial that no number holds', { serial: 2 ** 53 }],
    ['no expiry', { exp: undefined }],
    ['an expiry before its issue', { exp: 999 }],
    ['a time after the year 9999', { exp: 1e15 }],
    ['no phases', { phases: [] }],
    ['a phase that is not known', { phases: [{ phase: 'passkey', starts_at: 0 }] }],
    [
      'phases that begin together',
      {
        phases: [
          { phase: 'smart-card', starts_at: 5 },
          { phase: 'parallel', starts_at: 5 },
        ],
      },
    ],
    [
      'phases against their order',
      {
        phases: [
          { phase: 'parallel', starts_at: 1 },
          { phase: 'smart-card', starts_at: 2 },
        ],
      },
    ],
    [
      'a phase twice',
      {
        phases: [
          { phase: 'parallel', starts_at: 1 },
          { phase: 'parallel', starts_at: 2 },
        ],
      },
    ],
    ['a phase without methods', { methods: { ...methods, existing: { parallel: ['2fa'] } } }],
    [
      'a card in the phase of 2FA only',
      { methods: { ...methods, existing: { ...methods.existing, 'two-factor-only': card.existing } } },
    ],
    [
      '2FA in the phase of the card',
      { methods: { ...methods, existing: { ...methods.existing, 'smart-card': ['2fa'] } } },
    ],
    [
      'a card for those created since',
      { methods: { ...methods, created_after_launch: { ...methods.created_after_launch, parallel: card.existing } } },
    ],
    ['a method that is not known', { methods: { ...methods, existing: { ...methods.existing, parallel: ['sms'] } } }],
    ['a version that is none', { minimum_version: 'latest' }],
    ['a help line that turns its words round', { help: { hotline: '\u202e2227 9792', email: '' } }],
  ])('%s', async (_, changes) => {
    expect(await verify(await signSample(policyPayload(changes), key))).toBeNull();
  });

  test.each(['[]', 'null', '7', '"text"'])('a payload that is %s', async (payload) => {
    expect(await verify(await signSample(JSON.parse(payload), key))).toBeNull();
  });

  test('one that is longer than a policy can be', async () => {
    expect(await verify(await signSample(policyPayload({ more: 'x'.repeat(20_000) }), key))).toBeNull();
  });

  test('one that was cut anywhere', async () => {
    for (let length = 0; length < whole.length; length += 7) expect(await verify(whole.slice(0, length))).toBeNull();
  });

  test('one with any character changed', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    const place = fc.integer({ min: 0, max: whole.length - 2 });
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom(...letters), async (at, letter) => {
        fc.pre(whole[at] !== letter);
        expect(await verify(whole.slice(0, at) + letter + whole.slice(at + 1))).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('any other text, without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200, unit: 'binary' }), async (text) => {
        expect(await verify(text)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});
