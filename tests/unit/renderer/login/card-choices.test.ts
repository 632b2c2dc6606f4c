import { describe, expect, it } from 'vitest';
import { cardChoices, chosenCertificate } from '../../../../renderer/login/card-choices.ts';
import type { CardState } from '../../../../shared/contract/card.ts';

function state(...usable: readonly boolean[]): CardState {
  const certificates = usable.map((each, index) => ({
    certificateId: String(index).repeat(64),
    holder: `HOLDER ${index}`,
    issuer: 'I',
    serial: '1',
    validFrom: 0,
    validUntil: 1,
    usable: each,
  }));
  const card = { tokenSerial: 'S', label: 'L', reader: 'R', pin: 'ok' as const, pinPad: false };
  return { kind: 'present', cards: [{ ...card, pinLength: { min: 6, max: 8 }, certificates }] };
}

const chosen = (of: CardState, id: string | null) => chosenCertificate(cardChoices(of), id)?.certificate.holder;

describe('the choice of a certificate', () => {
  it('is made for nobody who has several', () => {
    expect(chosen(state(true, true), null)).toBeUndefined();
    expect(chosen(state(true, true), '1'.repeat(64))).toBe('HOLDER 1');
  });

  it('is not asked for where only one can be used', () => {
    expect(chosen(state(false, true), null)).toBe('HOLDER 1');
    expect(chosen(state(false), '0'.repeat(64))).toBeUndefined();
    expect(chosen({ kind: 'no-reader' }, null)).toBeUndefined();
  });
});
