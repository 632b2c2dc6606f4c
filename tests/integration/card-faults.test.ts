import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SmartCard } from '../../main/smartcard/smart-card.ts';
import {
  buildMockCard,
  cardState,
  firstCertificate,
  type MockCard,
  noMockCard,
  openMockCard,
  pressOf,
} from '../helpers/card-mock.ts';

const going = () => new AbortController().signal;

describe('a card whose module misbehaves', () => {
  let mock: MockCard;
  let card: SmartCard;

  beforeAll(async () => {
    mock = await buildMockCard();
  });
  afterAll(async () => {
    await mock.close();
  });
  beforeEach(async () => {
    await mock.reset();
    card = openMockCard(mock);
  });
  afterEach(async () => {
    await card.close();
  });

  it('signs with one C_Login for one press', async () => {
    const signed = await card.sign(pressOf(await firstCertificate(card), '123456'), going());
    expect(signed).toMatchObject({ ok: true });
    expect(await mock.logins()).toBe('r');
  });
});
