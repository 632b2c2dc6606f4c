import { createHash, X509Certificate } from 'node:crypto';
import type { CardAlgorithm } from '../../sso/sso-client.ts';
import type { FoundCertificate } from '../card-messages.ts';

const LONGEST_NAME = 200;

/** One part of a distinguished name as Node writes it (a line for each); without characters that hide or reorder others. */
function namePart(name: string, part: string): string | null {
  const line = name.split('\n').find((each) => each.startsWith(`${part}=`));
  return line?.slice(part.length + 1) ?? null;
}

function shown(name: string): string {
  const text = namePart(name, 'CN') ?? namePart(name, 'O') ?? name.split('\n').join(', ');
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').slice(0, LONGEST_NAME);
}

/** Which signatures of a token fit a key: P-256 only for ES256 (RFC 7518 section 3.4). */
function algorithmsFor(certificate: X509Certificate, offered: readonly CardAlgorithm[]): readonly CardAlgorithm[] {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType === 'rsa') return offered.filter((name) => name !== 'ES256');
  const isP256 = asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return isP256 ? offered.filter((name) => name === 'ES256') : [];
}

/** SHA-256 of token and certificate: the same card and certificate in whatever slot, and no other. */
export function certificateIdOf(tokenSerial: string, der: Uint8Array): string {
  return createHash('sha256').update(tokenSerial, 'utf8').update('\0').update(der).digest('hex');
}

/** Puts a certificate of a token into words; null when it cannot be read, which does not spoil the others. */
export function readCertificate(
  der: Uint8Array,
  token: { readonly serial: string; readonly algorithms: readonly CardAlgorithm[] },
): FoundCertificate | null {
  try {
    const certificate = new X509Certificate(der);
    return {
      certificateId: certificateIdOf(token.serial, der),
      holder: shown(certificate.subject),
      issuer: shown(certificate.issuer),
      serial: certificate.serialNumber.slice(0, 64),
      validFrom: certificate.validFromDate.getTime(),
      validUntil: certificate.validToDate.getTime(),
      der: Buffer.from(der).toString('base64'),
      algorithms: [...algorithmsFor(certificate, token.algorithms)],
    };
  } catch {
    // Foreign or damaged: it is simply not one of the certificates to choose from.
    return null;
  }
}
