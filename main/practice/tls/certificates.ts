import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

type CryptoKey = webcrypto.CryptoKey;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** The CA is made anew when less than this is left of it. */
const CA_MARGIN_MS = 400 * DAY_MS;

/** An authority of the practice exchange: the file that keeps it, and its name. */
export interface AuthorityKind {
  readonly file: string;
  readonly name: string;
}

export const serverAuthority: AuthorityKind = {
  file: 'authority.pem',
  name: 'CN=PRACTICE exchange authority, O=CCMS Terminal practice exchange',
};

export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: CryptoKey;
}

/**
 * One of the practice exchange's own authorities. Made once and kept in the state folder (private key mode 0600), so that a saved
 * profile stays valid over a restart. `pcNow` is the PC's clock: clients judge certificates by theirs, not by ours.
 */
export async function loadAuthority(
  stateFolder: string,
  pcNow: number,
  kind: AuthorityKind = serverAuthority,
): Promise<Authority> {
  cryptoProvider.set(webcrypto);
  const file = join(stateFolder, kind.file);
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const authority = kept === null ? null : await parseAuthority(kept, kind);
  if (authority && authority.certificate.notAfter.getTime() - pcNow > CA_MARGIN_MS) return authority;
  const made = await makeAuthority(pcNow, kind);
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', made.key);
  const text = `${made.certificate.toString('pem')}\n${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`;
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return made;
}

async function parseAuthority(text: string, { file }: AuthorityKind): Promise<Authority> {
  const [certificate, pkcs8] = PemConverter.decode(text);
  if (!certificate || !pkcs8) throw new Error(`${file} of the practice exchange is damaged; remove its state folder`);
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
  return { certificate: new X509Certificate(certificate), key };
}

async function makeAuthority(pcNow: number, { name }: AuthorityKind): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name,
    notBefore: new Date(pcNow - DAY_MS),
    notAfter: new Date(pcNow + 3650 * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate, key: keys.privateKey };
}

/** A server certificate for 127.0.0.1 and localhost, with a key that lives only in this process. PEM texts. */
export async function makeServerCertificate(
  authority: Authority,
  pcNow: number,
): Promise<{ key: string; cert: string }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=127.0.0.1, O=CCMS Terminal practice exchange',
    issuer: authority.certificate.subjectName,
    notBefore: new Date(pcNow - DAY_MS),
    notAfter: new Date(pcNow + 397 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
      ]),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}

/** Positive and 127 bits at most: a leading one bit would make it negative in DER. */
export function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}
