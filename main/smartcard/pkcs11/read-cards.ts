import { endianness } from 'node:os';
import type { PinState } from '../../../shared/contract/card.ts';
import type { FoundCard, FoundCertificate } from '../card-messages.ts';
import { CKA, CKF, CKO, CKR } from './constants.ts';
import { type Attribute, type Cryptoki, CryptokiError, type TokenInfo, type Ulong } from './cryptoki.ts';
import { algorithmsOf } from './mechanisms.ts';
import { readCertificate } from './read-certificate.ts';

const MOST_CARDS = 8;
const MOST_CERTIFICATES = 16;

/** A token's text: padded with blanks, not ended by zero (PKCS#11 section 3.2). */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** What the flags say of the PIN; the most serious counts. */
export function pinStateOf(flags: Ulong): PinState {
  const bits = Number(flags);
  if (bits & CKF.USER_PIN_LOCKED) return 'locked';
  if (bits & CKF.USER_PIN_FINAL_TRY) return 'final';
  return bits & CKF.USER_PIN_COUNT_LOW ? 'low' : 'ok';
}

/** CK_ULONG as bytes, for a template. */
export function ulongAttribute(type: number, value: number, platform: NodeJS.Platform): Attribute {
  const bytes = Buffer.alloc(platform === 'win32' ? 4 : 8);
  if (endianness() === 'LE') bytes.writeUInt32LE(value, 0);
  else bytes.writeUInt32BE(value, bytes.length - 4);
  return { type, value: bytes };
}

export interface FoundToken {
  readonly slot: Ulong;
  readonly serial: string;
  readonly info: TokenInfo;
}

/** The initialized tokens that are in a reader now; a slot whose card leaves while it is asked counts as empty. */
export function findTokens(cryptoki: Cryptoki, slots: readonly Ulong[]): readonly FoundToken[] {
  return slots.flatMap((slot) => {
    try {
      if (!(Number(cryptoki.slotInfo(slot).flags) & CKF.TOKEN_PRESENT)) return [];
      const info = cryptoki.tokenInfo(slot);
      return Number(info.flags) & CKF.TOKEN_INITIALIZED ? [{ slot, serial: textOf(info.serialNumber), info }] : [];
    } catch (error) {
      if (error instanceof CryptokiError && isAbsence(error.code)) return [];
      throw error;
    }
  });
}

/** Codes by which middleware says that a card or its reader is not there (any more). */
export function isAbsence(code: number): boolean {
  const absences: readonly number[] = [
    CKR.DEVICE_REMOVED,
    CKR.TOKEN_NOT_PRESENT,
    CKR.TOKEN_NOT_RECOGNIZED,
    CKR.SLOT_ID_INVALID,
    CKR.SESSION_HANDLE_INVALID,
    CKR.SESSION_CLOSED,
  ];
  return absences.includes(code);
}

/** Tidies up where a return code changes nothing any more. */
export function ignoreCode(work: () => void): void {
  try {
    work();
  } catch (error) {
    // Bugs still come through.
    if (!(error instanceof CryptokiError)) throw error;
  }
}

/** Runs `work` in a read-only session, which is closed whatever happens. */
export function inSession<T>(cryptoki: Cryptoki, slot: Ulong, work: (session: Ulong) => T): T {
  const session = cryptoki.openSession(slot);
  try {
    return work(session);
  } finally {
    // The session of a card that has gone is closed already; what `work` found out counts.
    ignoreCode(() => cryptoki.closeSession(session));
  }
}

/** The certificates' DER on a token, with their CKA_ID, which their private key shares. */
export function listCertificates(
  cryptoki: Cryptoki,
  session: Ulong,
  platform: NodeJS.Platform,
): readonly { readonly der: Uint8Array; readonly keyId: Uint8Array }[] {
  const template = [
    ulongAttribute(CKA.CLASS, CKO.CERTIFICATE, platform),
    ulongAttribute(CKA.CERTIFICATE_TYPE, 0, platform),
  ];
  const objects = cryptoki.findObjects(session, template).slice(0, MOST_CERTIFICATES);
  return objects.flatMap((object) => {
    const der = cryptoki.readAttribute(session, object, CKA.VALUE);
    const keyId = cryptoki.readAttribute(session, object, CKA.ID);
    return der ? [{ der, keyId: keyId ?? new Uint8Array() }] : [];
  });
}

function certificatesOf(cryptoki: Cryptoki, token: FoundToken, platform: NodeJS.Platform): FoundCertificate[] {
  const algorithms = algorithmsOf(cryptoki.listMechanisms(token.slot));
  const found = inSession(cryptoki, token.slot, (session) => listCertificates(cryptoki, session, platform));
  return found.flatMap(({ der }) => readCertificate(der, { serial: token.serial, algorithms }) ?? []);
}

/** What was read of a card's certificates at an earlier look, by token serial. */
export type CertificateMemory = Map<string, FoundCertificate[]>;

/**
 * Looks at every reader. Certificates are read once for as long as their token stays, because a card needs a second for them;
 * a token without any is read again each time.
 */
export function readCards(
  cryptoki: Cryptoki,
  memory: CertificateMemory,
  options: { readonly tokenLabel: string | null; readonly platform: NodeJS.Platform },
): { readonly readers: number; readonly cards: FoundCard[] } {
  const slots = cryptoki.listSlots();
  const wanted = findTokens(cryptoki, slots).filter(
    ({ info }) => options.tokenLabel === null || textOf(info.label) === options.tokenLabel,
  );
  const tokens = wanted.slice(0, MOST_CARDS);
  for (const serial of memory.keys()) if (!tokens.some((token) => token.serial === serial)) memory.delete(serial);
  const cards = tokens.flatMap((token) => {
    try {
      const known = memory.get(token.serial) ?? [];
      const certificates = known.length > 0 ? known : certificatesOf(cryptoki, token, options.platform);
      memory.set(token.serial, certificates);
      return [describeCard(cryptoki, token, certificates)];
    } catch (error) {
      if (error instanceof CryptokiError && isAbsence(error.code)) return [];
      throw error;
    }
  });
  return { readers: slots.length, cards };
}

function describeCard(cryptoki: Cryptoki, token: FoundToken, certificates: FoundCertificate[]): FoundCard {
  const { info, serial, slot } = token;
  return {
    tokenSerial: serial,
    label: textOf(info.label),
    reader: textOf(cryptoki.slotInfo(slot).slotDescription).slice(0, 128),
    pin: pinStateOf(info.flags),
    pinPad: (Number(info.flags) & CKF.PROTECTED_AUTHENTICATION_PATH) !== 0,
    pinLength: { min: boundOf(info.minPinLength, 0), max: boundOf(info.maxPinLength, 255) },
    certificates,
  };
}

/** CK_UNAVAILABLE_INFORMATION and other nonsense become the fallback. */
function boundOf(value: Ulong, fallback: number): number {
  const bound = Number(value);
  return bound >= 0 && bound <= 255 ? bound : fallback;
}
