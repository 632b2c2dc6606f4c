import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSftp } from '../../main/app/create-sftp.ts';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import { ok } from '../../shared/lib/result.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import {
  patientDeadlines,
  SFTP_USER,
  type SftpPractice,
  setUpSftpPractice,
  shortDeadlines,
} from '../helpers/sftp-practice.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';
import { type ProxyOrder, type StartedProxy, startProxy } from '../helpers/start-proxy.ts';
import { connectTo, good, incoming, openService, temporaryFolder } from '../helpers/submission-setup.ts';

/** With the characters that an address must escape. */
const login = { user: 'firm\\ops', password: 'Pass:w@rd/with#all%25 of+it' };
const kinds = ['http', 'socks5'] as const;
const deadlines = { ...shortDeadlines, connect: 3_000 };

let practice: SftpPractice;
const proxies: StartedProxy[] = [];

beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});

async function open(order: ProxyOrder): Promise<StartedProxy> {
  const proxy = await startProxy(order);
  proxies.push(proxy);
  return proxy;
}

const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

describe.each(kinds)('through a proxy by %s', (kind) => {
  it.each([
    ['that lets everybody in', undefined],
    ['that wants a password', login],
  ])('%s a file arrives', async (_, wanted) => {
    const proxy = await open({ kind, ...(wanted && { login: wanted }) });
    const connection = await connected({ ...practice.target, deadlines, proxy: proxy.address() });
    const name = practice.freshName();
    const sample = sampleFile(practice.localFolder, name, 300_001);
    expect(await connection.upload(uploadOrder(sample, `/SD1/outbox/${name}`))).toMatchObject({ kind: 'uploaded' });
    connection.close();
    expect(practice.exchange.control.files()).toContainEqual(
      expect.objectContaining({ fileName: name, sha256: sample.sha256 }),
    );
    const { host, port } = practice.target.hosts[0] ?? { host: '', port: 0 };
    expect(proxy.asked).toEqual([`${host}:${port}`]);
  });

  const failures: readonly (readonly [string, Partial<ProxyOrder>, typeof login | null, string, string])[] = [
    ['without the password that it wants', { login }, null, 'sftp-proxy-refused', 'needs-login'],
    [
      'with a wrong password',
      { login },
      { ...login, password: 'Wrong-Harbour-1' },
      'sftp-proxy-refused',
      'needs-login',
    ],
    ['that refuses', { manner: 'refuse' }, login, 'sftp-proxy-refused', 'refused'],
    ['that cannot reach the server', { manner: 'no-way' }, login, 'sftp-proxy-refused', 'no-way'],
    ['that answers garbage', { manner: 'garbage' }, login, 'sftp-proxy-refused', 'not-a-proxy'],
    ['that hangs up', { manner: 'cut' }, login, 'sftp-proxy-refused', 'not-a-proxy'],
    ['that says nothing', { manner: 'hang' }, login, 'timed-out', ''],
  ];
  it.each(failures)('%s nothing is sent, and no secret is told', async (_, order, as, code, reason) => {
    const proxy = await open({ kind, ...order });
    const before = sockets();
    const target = { ...practice.target, deadlines: shortDeadlines, proxy: proxy.address(as) };
    const failed = await connectServer(target, new AbortController().signal);
    expect(failed).toMatchObject({ ok: false, error: { code, ...(reason !== '' && { details: { reason } }) } });
    const told = JSON.stringify(failed);
    for (const secret of [login.password, 'Wrong-Harbour-1']) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(encodeURIComponent(secret));
      expect(told).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    }
    await expect.poll(sockets).toBeLessThanOrEqual(before);
  });

  it('that is away the server is unreachable', async () => {
    const proxy = await open({ kind });
    const address = proxy.address();
    await proxy.close();
    const gone = await connectServer({ ...practice.target, proxy: address }, new AbortController().signal);
    expect(gone).toMatchObject({ error: { code: 'unreachable' } });
  });

  it('whole submissions leave no secret of the proxy on the disk', async () => {
    const side = connectTo(practice.exchange);
    await side.logIn();
    const { folder, remove } = await temporaryFolder();
    const { profile } = practice.exchange;
    if (!profile.sftp) throw new Error('the practice exchange has SFTP');
    const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
    for (const [manner, state] of [
      ['refuse', 'failed'],
      ['work', 'confirmed'],
    ] as const) {
      const proxy = await open({ kind, login, manner });
      const sftp = createSftp(
        { ...profile, sftp: { ...profile.sftp, proxy: proxy.address() } },
        { identity },
        patientDeadlines,
      );
      const setup = await openService({ dataFolder: folder, ...side, sftp });
      good(await setup.service.listFolders());
      const { draftId } = good(await setup.service.addFile(incoming(practice.freshName(), 'a,b\n')));
      good(await setup.service.submit({ draftId, replace: false, despiteRefusal: true, channel: 'sftp' }));
      expect(await setup.until(draftId, state)).toMatchObject({ state });
      expect(JSON.stringify(setup.events)).not.toContain(login.password);
      await setup.close();
      expect(await findSecrets(folder, [login.password])).toEqual([]);
    }
    await side.close();
    await remove();
  });
});
