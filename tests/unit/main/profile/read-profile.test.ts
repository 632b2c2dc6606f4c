import { describe, expect, test } from 'vitest';
import { readProfile } from '../../../../main/profile/read-profile.ts';

const good = {
  id: 'practice',
  label: 'Practice',
  kind: 'practice',
  caCertificates: ['-----BEGIN CERTIFICATE-----'],
  realms: {
    ccms: { issuer: 'https://127.0.0.1:8443', clientId: 'terminal', scope: 'ccms' },
    ecp: { issuer: 'https://127.0.0.1:8444', clientId: 'terminal', scope: 'ecp' },
  },
  ecpApi: 'https://127.0.0.1:8445',
  help: { hotline: '2979 7222', email: 'help@example.com' },
  keepCredentials: true,
  practicePages: {
    start: 'http://127.0.0.1:1/',
    mailbox: 'http://127.0.0.1:1/mail',
    ccms: 'http://127.0.0.1:1/ccms',
    clock: 'http://127.0.0.1:1/clock',
  },
};

function withRealm(issuer: string): unknown {
  return { ...good, realms: { ...good.realms, ecp: { ...good.realms.ecp, issuer } } };
}

describe('readProfile', () => {
  test('gives the profile, with or without a byte order mark', () => {
    expect(readProfile(JSON.stringify(good))).toEqual({ ok: true, value: good });
    expect(readProfile(`\ufeff${JSON.stringify(good)}`).ok).toBe(true);
    expect(readProfile(JSON.stringify({ ...good, kind: 'production', practicePages: null })).ok).toBe(true);
  });

  test('takes folders to fetch from, and names what is wrong with them', () => {
    const sftp = { host: 'h', port: 22, hostKeys: [`SHA256:${'A'.repeat(43)}`] };
    const read = (download: unknown) => readProfile(JSON.stringify({ ...good, sftp: { ...sftp, download } }));
    expect(read({ folder: '/{folderId}/out' }).ok).toBe(true);
    expect(
      read({
        folder: '/out',
        folderIds: ['SD1'],
        checksumSuffix: '.sha256',
        readTwice: true,
        resultNames: ['{fileName}.r', '{baseName}_*.r'],
        everyMinutes: 10,
      }).ok,
    ).toBe(true);
    for (const [member, value] of [
      ['folder', { folder: 'out' }],
      ['checksumSuffix', { folder: '/', checksumSuffix: '/../x' }],
      ['resultNames.0', { folder: '/', resultNames: ['*.csv'] }],
      ['everyMinutes', { folder: '/', everyMinutes: 0 }],
    ] as const) {
      expect(read(value)).toMatchObject({ error: { details: { member: `sftp.download.${member}` } } });
    }
  });

  test.each<[string, unknown]>([
    ['kind', { ...good, kind: 'canary-value' }],
    ['realms.ecp.issuer', withRealm('http://canary-value.example')],
    ['realms.ecp.issuer', withRealm('https://canary-value.example/?a=b')],
    ['realms.ecp.issuer', withRealm('https://canary-value:x@example.com')],
    ['practicePages', { ...good, kind: 'production' }],
    ['practicePages', { ...good, kind: 'test' }],
    ['keepCredential', { ...good, keepCredential: true }],
    ['caCertificates', { ...good, caCertificates: [] }],
    ['realms', { ...good, realms: undefined }],
  ])('names the first wrong member (%s) and quotes nothing', (member, value) => {
    const read = readProfile(JSON.stringify(value));
    expect(read).toEqual({ ok: false, error: { code: 'profile-invalid', retry: 'never', details: { member } } });
    expect(JSON.stringify(read)).not.toContain('canary-value');
  });

  test.each(['', '{', '[]', 'null', '"canary"', '{"a":1,}'])('refuses %j', (text) => {
    expect(readProfile(text)).toMatchObject({ ok: false, error: { code: 'profile-invalid' } });
  });
});
