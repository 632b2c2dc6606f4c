import 'reflect-metadata';
import { cryptoProvider, X509CertificateGenerator } from '@peculiar/x509';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;

/** A certificate of nobody's authority for a name, DER; its key is thrown away. */
export async function makeCardCertificate(holder: string, validUntil = new Date('2031-01-01')): Promise<Uint8Array> {
  cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '1234abcd',
    name: `CN=${holder}`,
    notBefore: new Date('2020-01-01'),
    notAfter: validUntil,
    keys,
    signingAlgorithm: RSA,
  });
  return new Uint8Array(certificate.rawData);
}
