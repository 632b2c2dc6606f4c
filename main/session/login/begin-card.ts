import { appError } from '../../../shared/contract/errors.ts';
import type { RealmState } from '../../../shared/contract/session.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { CardCertificate, SmartCard } from '../../smartcard/smart-card.ts';
import type { CardSigner } from '../../sso/sso-client.ts';
import type { RealmContext } from '../realm-context.ts';
import { acceptAnswer } from './accept-answer.ts';
import { takeStep } from './take-step.ts';

export interface CardLogin {
  readonly certificateId: string;
  /** Null where the reader has a PIN pad. */
  readonly pin: string | null;
  readonly confirmFinalTry: boolean;
}

export interface CardLoginParts {
  readonly card: SmartCard;
  /** Exchange time in ms since 1970. */
  readonly exchangeNow: () => number;
}

/** One signature with one log-in to the card. The certificate's dates are judged first, so that a dead one costs no try. */
function signerFor(
  { card, exchangeNow }: CardLoginParts,
  certificate: CardCertificate,
  once: { readonly login: CardLogin; readonly pin: Uint8Array<ArrayBuffer> | null; readonly signal: AbortSignal },
): CardSigner {
  const { certificateId, confirmFinalTry } = once.login;
  return {
    certificate: certificate.der,
    algorithms: certificate.algorithms,
    async sign(algorithm, input) {
      const now = exchangeNow();
      if (now < certificate.validFrom || now > certificate.validUntil) {
        return err(appError('card-certificate-expired', { retry: 'now' }));
      }
      return card.sign({ certificateId, algorithm, input, pin: once.pin, confirmFinalTry }, once.signal);
    },
  };
}

/**
 * Logs in by card: `card-removed` when the chosen certificate is not in a reader any more, `login-in-progress` when there is a
 * log-in or a session already. The PIN goes to the card only; what is kept of it here is overwritten at the end.
 */
export function beginCard(context: RealmContext, parts: CardLoginParts, login: CardLogin): Promise<Result<RealmState>> {
  return takeStep(context, async (signal) => {
    if (context.current().kind !== 'logged-out') return err(appError('login-in-progress'));
    if (parts.card.state().kind === 'not-configured') return err(appError('card-not-configured'));
    const certificate = parts.card.certificate(login.certificateId);
    if (!certificate) return err(appError('card-removed', { retry: 'now' }));
    const pin = login.pin === null ? null : new TextEncoder().encode(login.pin);
    try {
      const answer = await context.sso.beginCard(signerFor(parts, certificate, { login, pin, signal }), signal);
      // An OTP after a card is not part of the protocol, so nobody has typed a user ID.
      const result = await acceptAnswer(context, { userId: '', signal }, answer);
      return signal.aborted ? err(appError('card-cancelled', { retry: 'now' })) : result;
    } finally {
      pin?.fill(0);
    }
  });
}
