import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSmartCard } from '../../main/smartcard/create-smart-card.ts';
import type { SmartCard } from '../../main/smartcard/smart-card.ts';
import { fillToken } from '../../scripts/lib/fill-token.ts';
import { makeCardCertificate } from '../helpers/card-certificate.ts';
import { cardProcess, cardState, firstCertificate, pressOf } from '../helpers/card-mock.ts';
import {
  noOpenCryptoki,
  type OpenCryptokiToken,
  openCryptokiModule,
  openCryptokiToken,
  TOKEN_PIN,
} from '../helpers/opencryptoki-token.ts';

const going = () => new AbortController().signal;

describe('a token of openCryptoki, which locks its PIN', () => {
  let token: OpenCryptokiToken | null = null;
  let card: SmartCard | undefined;

  beforeAll(async () => {
    if (noOpenCryptoki) return;
    token = await openCryptokiToken();
    if (!token) return;
    const keys = [{ id: '01', keyType: 'rsa:2048', certify: () => makeCardCertificate('CHAN TAI MAN') }];
    await fillToken({
      modulePath: openCryptokiModule ?? '',
      slot: token.slot,
      pin: TOKEN_PIN,
      env: process.env,
      keys: token.isEmpty ? keys : [],
    });
    const module = { modulePath: openCryptokiModule ?? '', sha256: null, tokenLabel: token.label };
    card = createSmartCard({ module, spawn: cardProcess });
  });
  afterAll(async () => {
    await card?.close();
    await token?.close();
  });
  beforeEach(({ skip }) => {
    if (noOpenCryptoki) skip(noOpenCryptoki);
    if (!token) skip('the software token of this machine belongs to somebody');
  });

  it('goes from low to the final try to locked at three wrong PINs, and is not tried any more', async () => {
    if (!card) throw new Error('the card was made before');
    const id = await firstCertificate(card);
    expect(await card.sign(pressOf(id, TOKEN_PIN), going())).toMatchObject({ ok: true });
    expect(await card.sign(pressOf(id, '999999'), going())).toMatchObject({
      error: { code: 'card-pin-wrong', details: { pin: 'low' } },
    });
    expect(await card.sign(pressOf(id, '999999'), going())).toMatchObject({
      error: { code: 'card-pin-wrong', details: { pin: 'final' } },
    });
    await cardState(card, 'present', ({ cards: [first] }) => first?.pin === 'final');
    // Without a yes the right PIN is not tried either.
    expect(await card.sign(pressOf(id, TOKEN_PIN), going())).toMatchObject({ error: { code: 'card-final-try' } });
    expect(await card.sign(pressOf(id, '999999', true), going())).toMatchObject({
      error: { code: 'card-pin-locked', details: { pin: 'locked' } },
    });
    await cardState(card, 'present', ({ cards: [first] }) => first?.pin === 'locked');
    const last = await card.sign(pressOf(id, TOKEN_PIN, true), going());
    expect(last).toMatchObject({ error: { code: 'card-pin-locked' } });
    // No return code: the module was not asked.
    expect(last.ok ? {} : last.error.details).toEqual({ pin: 'locked' });
  });
});
