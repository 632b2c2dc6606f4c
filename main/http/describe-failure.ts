import { type AppError, appError } from '../../shared/contract/errors.ts';

/** What OpenSSL and Node call a certificate that is not believed; the reasons fill the place in the message. */
const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  HOSTNAME_MISMATCH: 'wrong-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  CERT_REVOKED: 'revoked',
  CERT_SIGNATURE_FAILURE: 'invalid',
  CERT_CHAIN_TOO_LONG: 'invalid',
  CERT_REJECTED: 'invalid',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'invalid',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'invalid',
  INVALID_CA: 'invalid',
  INVALID_PURPOSE: 'invalid',
  PATH_LENGTH_EXCEEDED: 'invalid',
  UNSPECIFIED: 'invalid',
};

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'no-route',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut',
  UND_ERR_PRX_CONN: 'proxy',
  UND_ERR_PRX_TLS: 'proxy',
  // Without an abort of ours this is the proxy's refusal of the tunnel.
  UND_ERR_ABORTED: 'proxy',
};

/** An error's own code and those of what caused it, outermost first. */
function codesOf(failure: unknown, depth = 0): readonly string[] {
  if (!(failure instanceof Error) || depth > 4) return [];
  const code = 'code' in failure && typeof failure.code === 'string' ? [failure.code] : [];
  return [...code, ...codesOf(failure.cause, depth + 1)];
}

function reasonOf(codes: readonly string[], reasons: Readonly<Record<string, string>>): string | undefined {
  for (const code of codes) {
    const reason = reasons[code];
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** How the operating system reports that its own patience with a connection ran out. */
const timeouts = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Turns what undici, TLS or the socket threw into `certificate-untrusted` (details.reason: expired, not-yet-valid, wrong-name,
 * self-signed, unknown-authority, revoked or invalid), `timed-out` or `unreachable` (details.reason: refused, name, no-route,
 * cut, proxy, tls or other). Nothing of the error's text is kept: it may quote what was sent.
 */
export function describeFailure(failure: unknown, details: { bodySent: number; host: string }): AppError {
  const codes = codesOf(failure);
  const certificate = reasonOf(codes, certificateReasons);
  if (certificate !== undefined) {
    return appError('certificate-untrusted', { details: { ...details, reason: certificate } });
  }
  if (codes.some((code) => timeouts.has(code))) return appError('timed-out', { retry: 'now', details });
  const isTls = codes.some((code) => code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'));
  const reason = reasonOf(codes, networkReasons) ?? (isTls ? 'tls' : 'other');
  return appError('unreachable', { retry: 'now', details: { ...details, reason } });
}
