import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type AuthorityKind, loadAuthority, serialNumber } from '../tls/certificates.ts';

const cardAuthority: AuthorityKind = {
  file: 'card-authority.pem',
  name: 'CN=PRACTICE card authority, O=CCMS Terminal practice exchange',
};
/** Practice values: early enough for every date of the transition that can be played, and long enough to keep a card. */
const VALID_FROM = new Date('2020-01-01T00:00:00Z');
const VALID_MS = 5 * 365 * 86_400_000;
/** RFC 5280 section 4.2.1.12. */
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export interface CardOrder {
  /** The subject's serialNumber (X.520): whose card it is. */
  readonly userId: string;
  readonly holder: string;
  /** SubjectPublicKeyInfo, DER, as the card gives it out. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Five years when absent. */
  readonly validUntil?: Date;
}

/** Where the practice exchange issues cards and knows them again. */
export interface CardDesk {
  /** Gives a certificate for a card's key, DER. */
  issue(order: CardOrder): Promise<Uint8Array<ArrayBuffer>>;
  /** Whose card a certificate is; null unless this desk has issued it for a person. Its dates are not looked at. */
  holderOf(certificate: NodeCertificate): string | null;
}

/** Opens the desk: its authority is kept in the state folder and made when missing. */
export async function openCardDesk(stateFolder: string, pcNow: number): Promise<CardDesk> {
  const { certificate, key } = await loadAuthority(stateFolder, pcNow, cardAuthority);
  const authority = new NodeCertificate(Buffer.from(certificate.rawData));
  return {
    async issue({ userId, holder, publicKey, validUntil = new Date(pcNow + VALID_MS) }) {
      const issued = await X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: [{ CN: [holder] }, { '2.5.4.5': [userId] }, { O: ['PRACTICE'] }],
        issuer: certificate.subjectName,
        notBefore: VALID_FROM,
        notAfter: validUntil,
        publicKey: new PublicKey(publicKey),
        signingKey: key,
        signingAlgorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
        ],
      });
      return new Uint8Array(issued.rawData);
    },
    holderOf(shown) {
      const isOurs = shown.checkIssued(authority) && shown.verify(authority.publicKey);
      if (!isOurs || shown.ca || !shown.keyUsage?.includes(CLIENT_AUTH)) return null;
      const line = shown.subject.split('\n').find((part) => part.startsWith('serialNumber='));
      return line?.slice('serialNumber='.length) ?? null;
    },
  };
}
