import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

/** An authority that exists for one test run. */
export interface TestAuthority {
  readonly pem: string;
  /** Signs a server certificate; `notAfter` in days from now (negative: expired). */
  issue(options?: { names?: readonly x509.JsonGeneralName[]; days?: number }): Promise<TestCertificate>;
}

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

const loopbackNames: readonly x509.JsonGeneralName[] = [
  { type: 'ip', value: '127.0.0.1' },
  { type: 'dns', value: 'localhost' },
];

async function toPem(key: CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 30 * day), notAfter: new Date(now + days * day) };
}

/** Makes an authority with a key of its own. */
export async function makeAuthority(name: string): Promise<TestAuthority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(30),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const issue: TestAuthority['issue'] = async ({ names = loopbackNames, days = 7 } = {}) => {
    const own = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: 'CN=server',
      issuer: authority.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      ...validity(days),
      extensions: [new x509.SubjectAlternativeNameExtension([...names])],
    });
    return { cert: certificate.toString('pem'), key: await toPem(own.privateKey) };
  };
  return { pem: authority.toString('pem'), issue };
}

/** Makes a server certificate that no authority signed. */
export async function makeSelfSigned(): Promise<TestCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=alone',
    keys,
    signingAlgorithm: algorithm,
    ...validity(7),
    extensions: [new x509.SubjectAlternativeNameExtension([...loopbackNames])],
  });
  return { cert: certificate.toString('pem'), key: await toPem(keys.privateKey) };
}
