import { verify, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSmartCard } from '../../main/smartcard/create-smart-card.ts';
import type { SmartCard } from '../../main/smartcard/smart-card.ts';
import { cardCaller } from '../helpers/card-login.ts';
import { cardProcess, cardState } from '../helpers/card-mock.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';
import { noSoftCard, openSoftCards, SOFT_PIN, type SoftCards, softModule } from '../helpers/soft-card.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

const going = () => new AbortController().signal;
const module = { modulePath: softModule, sha256: null, tokenLabel: null };

let practice: PracticeSetup;
let cards: SoftCards;

beforeAll(async () => {
  if (noSoftCard) return;
  practice = await setUpPractice();
  cards = await openSoftCards();
  const { control } = practice.exchange;
  const certifyFor = (userId: string) => (publicKey: Uint8Array<ArrayBuffer>) =>
    control.issueCard({ userId, publicKey });
  const validUntil = new Date(Date.now() - 86_400_000);
  await cards.make('CHANTM', [
    { id: '01', keyType: 'rsa:2048', certify: certifyFor('CHANTM') },
    { id: '02', keyType: 'EC:prime256v1', certify: certifyFor('CHANTM') },
    {
      id: '03',
      keyType: 'EC:prime256v1',
      certify: (publicKey) => control.issueCard({ userId: 'CHANTM', publicKey, validUntil }),
    },
  ]);
});
afterAll(async () => {
  await cards?.close();
  await practice?.close();
});
beforeEach(({ skip }) => {
  if (noSoftCard) skip(noSoftCard);
});

describe('a card of SoftHSM2', () => {
  let card: SmartCard;
  beforeEach(() => {
    card = createSmartCard({ module, spawn: cardProcess });
  });
  afterEach(() => card.close());

  it('signs RS256, PS256 and ES256, with the key of the certificate that was chosen', async () => {
    const state = await cardState(card, 'present', ({ cards: [first] }) => first?.certificates.length === 3);
    const made = new Set<string>();
    for (const { certificateId, holder, issuer } of state.cards[0]?.certificates ?? []) {
      expect([holder, issuer]).toEqual(['CHAN TAI MAN', 'PRACTICE card authority']);
      const certificate = card.certificate(certificateId);
      const key = new X509Certificate(Buffer.from(certificate?.der ?? '', 'base64')).publicKey;
      for (const algorithm of certificate?.algorithms ?? []) {
        const input = new TextEncoder().encode(`to be signed by ${algorithm}`);
        const pin = new TextEncoder().encode(SOFT_PIN);
        const signed = await card.sign({ certificateId, algorithm, input, pin, confirmFinalTry: false }, going());
        if (!signed.ok) throw new Error(`${algorithm}: ${signed.error.code}`);
        const padding = algorithm === 'PS256' ? { padding: 6, saltLength: 32 } : {};
        expect(verify('sha256', input, { key, dsaEncoding: 'ieee-p1363', ...padding }, signed.value)).toBe(true);
        expect(pin.every((byte) => byte === 0)).toBe(true);
        made.add(algorithm);
      }
    }
    expect([...made].sort()).toEqual(['ES256', 'PS256', 'RS256']);
  });

  it('tells a wrong PIN from a card that is gone', async () => {
    const state = await cardState(card, 'present', ({ cards: [first] }) => first?.certificates.length === 3);
    const certificateId = state.cards[0]?.certificates[0]?.certificateId ?? '';
    const [algorithm = 'RS256'] = card.certificate(certificateId)?.algorithms ?? [];
    const request = () => ({ certificateId, algorithm, input: new Uint8Array(8), confirmFinalTry: false });
    const pin = new TextEncoder().encode('654321');
    expect(await card.sign({ ...request(), pin }, going())).toMatchObject({
      error: { code: 'card-pin-wrong', details: { pin: 'low', returnCode: '0xa0' } },
    });
    const right = new TextEncoder().encode(SOFT_PIN);
    expect(await card.sign({ ...request(), certificateId: 'f'.repeat(64), pin: right }, going())).toMatchObject({
      error: { code: 'card-removed' },
    });
  });
});

describe('the log-in by card at the practice exchange', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await openTestApp({ profile: { ...practice.exchange.profile, smartCard: module } });
  });
  afterEach(() => app?.close());

  it('opens a session by RS256 and by ES256, and ends it when the card is taken out', async () => {
    const caller = cardCaller(app.app);
    const ids = await caller.certificates(3);
    const { value } = await caller.state();
    const now = Date.now();
    const valid = value.kind === 'present' ? value.cards[0]?.certificates.filter((each) => each.validUntil > now) : [];
    expect(valid?.length).toBe(2);
    for (const { certificateId } of valid ?? []) {
      expect(ids).toContain(certificateId);
      expect(await caller.begin(certificateId, SOFT_PIN)).toMatchObject({
        ok: true,
        value: { kind: 'logged-in', userId: 'CHANTM', displayName: 'CHAN TAI MAN', method: 'smart-card' },
      });
      const [login] = practice.exchange.control.logins();
      expect(login).toMatchObject({ userId: 'CHANTM', method: 'smart-card' });
      if (certificateId !== valid?.at(-1)?.certificateId) await app.app.dispatch('session/logOut', { realm: 'ccms' });
    }
    await cards.takeOut();
    try {
      await expect
        .poll(async () => await caller.ccms(), { timeout: 10_000 })
        .toMatchObject({
          kind: 'logged-out',
          reason: 'card-removed',
        });
      await expect.poll(() => practice.exchange.control.logins(), { timeout: 10_000 }).toEqual([]);
    } finally {
      await cards.putBack();
    }
  });

  it('refuses an expired certificate before it uses a try of the PIN, and a wrong PIN without asking the exchange', async () => {
    const caller = cardCaller(app.app);
    await caller.certificates(3);
    const { value } = await caller.state();
    const all = value.kind === 'present' ? (value.cards[0]?.certificates ?? []) : [];
    const expired = all.find((each) => each.validUntil < Date.now())?.certificateId ?? '';
    const valid = all.find((each) => each.validUntil > Date.now())?.certificateId ?? '';
    expect(await caller.begin(expired, 'wrong PIN')).toMatchObject({ error: { code: 'card-certificate-expired' } });
    expect(await caller.begin(valid, '000000')).toMatchObject({ error: { code: 'card-pin-wrong' } });
    expect(practice.exchange.control.logins()).toEqual([]);
    expect(await caller.begin(valid, SOFT_PIN)).toMatchObject({ ok: true });
  });

  it('is not begun in a phase without cards', async () => {
    const { control } = practice.exchange;
    const caller = cardCaller(app.app);
    const [certificateId = ''] = await caller.certificates(3);
    const { dates } = control.policy().issue;
    control.changePolicy({ dates: { ...dates, twoFactorOnly: Date.now() - 1_000 - (Date.now() % 1_000) } });
    await app.app.dispatch('policy/refresh', {});
    expect(await caller.begin(certificateId, '000000')).toMatchObject({ error: { code: 'method-not-in-phase' } });
    control.changePolicy({ dates });
  });

  it('unlocks the terminal for whoever logged in by it, and still ends the session when it is taken out', async () => {
    const caller = cardCaller(app.app);
    await caller.certificates(3);
    const { value } = await caller.state();
    const all = value.kind === 'present' ? (value.cards[0]?.certificates ?? []) : [];
    const certificateId = all.find((each) => each.validUntil > Date.now())?.certificateId ?? '';
    expect(await caller.begin(certificateId, SOFT_PIN)).toMatchObject({ ok: true });
    const holders = [{ realm: 'ccms', userId: 'CHANTM', method: 'smart-card' }];
    expect(await app.app.dispatch('lock/lock', {})).toMatchObject({ value: { kind: 'locked', holders } });
    const unlock = (pin: string) =>
      app.app.dispatch('lock/beginCard', { realm: 'ccms', certificateId, pin, confirmFinalTry: false });
    expect(await caller.begin(certificateId, SOFT_PIN)).toMatchObject({ error: { code: 'locked' } });
    expect(await unlock('000000')).toMatchObject({ error: { code: 'card-pin-wrong' } });
    expect(await app.app.dispatch('lock/state', {})).toMatchObject({ value: { kind: 'locked' } });
    expect(await unlock(SOFT_PIN)).toMatchObject({ ok: true, value: { kind: 'logged-in', method: 'smart-card' } });
    expect(await app.app.dispatch('lock/state', {})).toMatchObject({ value: { kind: 'unlocked' } });
    expect(practice.exchange.control.logins()).toHaveLength(1);
    await cards.takeOut();
    try {
      const gone = { kind: 'logged-out', reason: 'card-removed' };
      await expect.poll(() => caller.ccms(), { timeout: 10_000 }).toMatchObject(gone);
    } finally {
      await cards.putBack();
    }
  });

  it('leaves the PIN in no file', async () => {
    const caller = cardCaller(app.app);
    await caller.certificates(3);
    const { value } = await caller.state();
    const all = value.kind === 'present' ? (value.cards[0]?.certificates ?? []) : [];
    const canary = '73519264';
    const valid = all.find((each) => each.validUntil > Date.now())?.certificateId ?? '';
    expect(await caller.begin(valid, canary)).toMatchObject({ error: { code: 'card-pin-wrong' } });
    expect(await findSecrets(app.dataFolder, [canary])).toEqual([]);
  });
});
