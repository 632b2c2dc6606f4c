import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate } from 'node:tls';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import { plainList, plainText } from '../plain-text.ts';

const MAX_CHAIN = 6;
const NAME = 120;

/** The name by which a person knows a subject or issuer, from Node's `CN=..\nO=..` lines. */
function shortName(lines: string): string {
  const parts = lines.split('\n').map((line) => line.split('=', 2));
  const value = (key: string) => parts.find(([name]) => name === key)?.[1] ?? '';
  return plainText([value('CN'), value('O')].filter(Boolean).join(', ') || lines, NAME) || '?';
}

/** The certificates that the server sent, its own first; Node links the last one to itself. */
function chainOf(peer: DetailedPeerCertificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let link: DetailedPeerCertificate | undefined = peer;
  while (link?.raw && chain.length < MAX_CHAIN) {
    chain.push(new X509Certificate(link.raw));
    if (link.issuerCertificate === link) break;
    link = link.issuerCertificate;
  }
  return chain;
}

function isoDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** Who the server says that it is, and who signed that. Empty when it showed no certificate. Times are UTC. */
export function describeCertificate(peer: DetailedPeerCertificate): DiagnosticDetails {
  const chain = chainOf(peer);
  const [own] = chain;
  if (!own) return {};
  return {
    subject: shortName(own.subject),
    issuer: shortName(own.issuer),
    names: plainText((own.subjectAltName ?? '').replaceAll('DNS:', '').replaceAll('IP Address:', '')) || '–',
    validFrom: isoDate(own.validFromDate),
    validTo: isoDate(own.validToDate),
    chain: plainList(
      chain.map((certificate) => shortName(certificate.subject)),
      ' ← ',
    ),
  };
}

/** The authorities of a profile by name. */
export function describeAuthorities(caCertificates: readonly string[]): string {
  return plainList(caCertificates.map((pem) => shortName(new X509Certificate(pem).subject)));
}
