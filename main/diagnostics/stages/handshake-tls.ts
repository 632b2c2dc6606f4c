import { isIP, type Socket } from 'node:net';
import { connect, getCACertificates, type TLSSocket } from 'node:tls';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import type { FailureReason } from '../../../shared/model/diagnostic-reasons.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { codeOf } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';
import { describeAuthorities, describeCertificate } from './describe-certificate.ts';

/** What OpenSSL and Node say of a certificate that is not believed; everything else is `certificate-invalid`. */
const certificateReasons: Readonly<Record<string, FailureReason>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'other-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'other-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'other-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'other-authority',
  CERT_UNTRUSTED: 'other-authority',
  CERT_SIGNATURE_FAILURE: 'other-authority',
};

/** The other side knows no TLS 1.2: its alert, or its answer in an older version. */
const TOO_OLD = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|INAPPROPRIATE_FALLBACK/;
/** It answered with something else than TLS, plain HTTP for example. */
const NOT_TLS = /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE|BAD_RECORD_TYPE/;

function reasonOfFailure(code: string): FailureReason {
  if (TOO_OLD.test(code)) return 'tls-too-old';
  if (NOT_TLS.test(code)) return 'not-tls';
  return 'handshake-cut';
}

interface TlsQuestion {
  readonly socket: Socket;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly caCertificates: readonly string[] | null;
}

function shakeHands({ socket, host, caCertificates }: TlsQuestion, context: StageContext): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const secure = context.keep(
    connect({
      socket,
      host,
      // RFC 6066 section 3: the name of a server, never an address.
      ...(isIP(host) === 0 && { servername: host }),
      ca: [...(caCertificates ?? getCACertificates('system'))],
      minVersion: 'TLSv1.2',
      // To look at a certificate that is not believed, and to name who signed it. Nothing is sent over such a connection: without
      // `authorized` the stage fails and gives no connection to the next one.
      rejectUnauthorized: false,
    }),
  );
  secure.once('secureConnect', () => resolve(secure));
  secure.on('error', reject);
  secure.once('close', () => reject(new Error('closed during the handshake')));
  return promise;
}

/** `authorizationError` is declared as an Error, and is the code of the verification in truth. */
function verification(secure: TLSSocket): string {
  const failure: unknown = secure.authorizationError;
  return typeof failure === 'string' ? failure : codeOf(failure);
}

/** Protocol, certificate, name and authority. Gives the connection only when the server is believed. */
export async function handshakeTls(question: TlsQuestion, context: StageContext): Promise<Finding<TLSSocket>> {
  // Cut between two stages: nobody would be told again.
  if (question.socket.destroyed) return failed('handshake-cut');
  let secure: TLSSocket;
  try {
    secure = await shakeHands(question, context);
  } catch (failure) {
    const cause = codeOf(failure);
    return failed(reasonOfFailure(cause), cause === '' ? {} : { cause });
  }
  const details: DiagnosticDetails = {
    protocol: secure.getProtocol() ?? '?',
    ...describeCertificate(secure.getPeerCertificate(true)),
  };
  if (secure.authorized) return passed('certificate-trusted', secure, details);
  const cause = verification(secure);
  secure.destroy();
  const authorities = question.caCertificates && { authorities: describeAuthorities(question.caCertificates) };
  return failed(certificateReasons[cause] ?? 'certificate-invalid', { ...details, ...authorities, cause });
}
