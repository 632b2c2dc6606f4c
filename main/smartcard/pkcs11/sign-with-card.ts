import type { CardAnswer, SignFailure, SignMessage } from '../card-messages.ts';
import { CKA, CKF, CKO, CKR, CKS_RO_USER_FUNCTIONS, CKU } from './constants.ts';
import { type Cryptoki, CryptokiError, type Ulong } from './cryptoki.ts';
import { wayToSign } from './mechanisms.ts';
import {
  type FoundToken,
  findTokens,
  ignoreCode,
  inSession,
  isAbsence,
  listCertificates,
  pinStateOf,
  ulongAttribute,
} from './read-cards.ts';
import { certificateIdOf } from './read-certificate.ts';

type SignAnswer = Extract<CardAnswer, { kind: 'signed' | 'sign-failed' }>;

/** Ends the work with a failure that is no return code of the module. */
class SignRefusal extends Error {
  readonly failure: SignFailure;
  constructor(failure: SignFailure) {
    super(failure);
    this.failure = failure;
  }
}

/** What C_Login says of the PIN; from any other function such a code says nothing of it. */
const pinFailures: Readonly<Record<number, SignFailure>> = {
  [CKR.PIN_INCORRECT]: 'card-pin-wrong',
  [CKR.PIN_INVALID]: 'card-pin-invalid',
  [CKR.PIN_LEN_RANGE]: 'card-pin-invalid',
  [CKR.PIN_EXPIRED]: 'card-pin-expired',
  [CKR.PIN_LOCKED]: 'card-pin-locked',
  [CKR.USER_PIN_NOT_INITIALIZED]: 'card-pin-not-set',
};

/** What a return code means to the operator. Codes without a meaning of their own say that the reader or card failed. */
function failureOf({ functionName, code }: CryptokiError): SignFailure {
  if (code === CKR.FUNCTION_CANCELED) return 'card-cancelled';
  const ofPin = functionName === 'C_Login' ? pinFailures[code] : undefined;
  return ofPin ?? (isAbsence(code) ? 'card-removed' : 'card-reader-failed');
}

/** The token as it is at this moment: its flags are read anew before every log-in. */
function tokenNow(cryptoki: Cryptoki, serial: string): FoundToken {
  const token = findTokens(cryptoki, cryptoki.listSlots()).find((each) => each.serial === serial);
  if (!token) throw new SignRefusal('card-removed');
  return token;
}

/** Logs in once. It is not called at LOCKED, and at FINAL_TRY only when the operator has said yes. */
function logIn(
  cryptoki: Cryptoki,
  request: SignMessage,
  at: { readonly session: Ulong; readonly userType: number },
): void {
  const { info } = tokenNow(cryptoki, request.tokenSerial);
  const pinState = pinStateOf(info.flags);
  if (pinState === 'locked') throw new SignRefusal('card-pin-locked');
  if (pinState === 'final' && !request.confirmFinalTry) throw new SignRefusal('card-final-try');
  const isPinPad = (Number(info.flags) & CKF.PROTECTED_AUTHENTICATION_PATH) !== 0;
  if (!isPinPad && request.pin === null) throw new SignRefusal('card-pin-invalid');
  cryptoki.login(at.session, at.userType, isPinPad ? null : request.pin);
}

/** A length that the card would refuse costs no try: it is not sent. */
function checkLength(token: FoundToken, pin: Uint8Array | null): void {
  if (pin === null) return;
  const { minPinLength, maxPinLength } = token.info;
  if (pin.length < Number(minPinLength)) throw new SignRefusal('card-pin-invalid');
  if (Number(maxPinLength) > 0 && pin.length > Number(maxPinLength)) throw new SignRefusal('card-pin-invalid');
}

function privateKeyFor(
  cryptoki: Cryptoki,
  session: Ulong,
  find: { keyId: Uint8Array; platform: NodeJS.Platform },
): Ulong {
  const { keyId, platform } = find;
  const template = [ulongAttribute(CKA.CLASS, CKO.PRIVATE_KEY, platform), { type: CKA.ID, value: keyId }];
  const [key] = keyId.length > 0 ? cryptoki.findObjects(session, template) : [];
  if (key === undefined) throw new SignRefusal('card-key-missing');
  return key;
}

function signOnce(cryptoki: Cryptoki, request: SignMessage, platform: NodeJS.Platform): Uint8Array {
  const token = tokenNow(cryptoki, request.tokenSerial);
  const way = wayToSign(request.algorithm, cryptoki.listMechanisms(token.slot));
  if (!way) throw new SignRefusal('card-key-missing');
  checkLength(token, request.pin);
  return inSession(cryptoki, token.slot, (session) => {
    const certificate = listCertificates(cryptoki, session, platform).find(
      ({ der }) => certificateIdOf(token.serial, der) === request.certificateId,
    );
    if (!certificate) throw new SignRefusal('card-removed');
    // Middleware that kept somebody logged in would take any PIN as right.
    if (Number(cryptoki.sessionState(session)) === CKS_RO_USER_FUNCTIONS) cryptoki.logout(session);
    logIn(cryptoki, request, { session, userType: CKU.USER });
    try {
      const key = privateKeyFor(cryptoki, session, { keyId: certificate.keyId, platform });
      const asksEachTime = cryptoki.readAttribute(session, key, CKA.ALWAYS_AUTHENTICATE)?.[0] === 1;
      cryptoki.signInit(session, way.mechanism, key);
      // Such a key wants the PIN once more between init and signature (PKCS#11 section 4.9); the log-in before was right with it.
      if (asksEachTime) logIn(cryptoki, request, { session, userType: CKU.CONTEXT_SPECIFIC });
      return cryptoki.sign(session, way.prepare(request.input));
    } finally {
      // A card that has gone is logged out already.
      ignoreCode(() => cryptoki.logout(session));
    }
  });
}

/** The state of the PIN after a failure; null when the card can no longer be asked. */
function pinAfter(cryptoki: Cryptoki, serial: string) {
  try {
    return pinStateOf(tokenNow(cryptoki, serial).info.flags);
  } catch {
    // The failure itself is what is reported.
    return null;
  }
}

/**
 * Signs with the key of a certificate after one log-in to its card; nothing is repeated, whatever the module answers. A key that is
 * always authenticated asks a second time for itself.
 */
export function signWithCard(cryptoki: Cryptoki, request: SignMessage, platform: NodeJS.Platform): SignAnswer {
  try {
    return { kind: 'signed', signature: new Uint8Array(signOnce(cryptoki, request, platform)) };
  } catch (error) {
    if (!(error instanceof CryptokiError || error instanceof SignRefusal)) throw error;
    const returnCode = error instanceof CryptokiError ? error.code : null;
    const failure = error instanceof CryptokiError ? failureOf(error) : error.failure;
    const pin = pinAfter(cryptoki, request.tokenSerial);
    // Some cards answer "wrong" to the try that locks them.
    const told = failure === 'card-pin-wrong' && pin === 'locked' ? 'card-pin-locked' : failure;
    return { kind: 'sign-failed', failure: told, pin, returnCode };
  }
}
