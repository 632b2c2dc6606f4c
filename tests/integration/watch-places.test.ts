import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestOtp, practiceUser } from '../helpers/practice-setup.ts';
import { prepareWatch } from '../helpers/prepare-watch.ts';
import { drop, localPaths, textBelow, watchedFolder } from '../helpers/watch-terminal.ts';

const watch = prepareWatch();

describe('the root of the local folders', () => {
  it('lets the operator choose another root where the host can, and never while a file is on its way', async () => {
    const chosen = path.join(watch.folder, 'share');
    await watch.start({ filesRoot: null, adapters: { chooseFolder: async () => chosen } });
    const before = await watch.terminal.call('watch/view', {});
    expect(before).toMatchObject({ root: path.join(watch.folder, 'data', 'files'), mayChooseRoot: true });
    expect(await watch.terminal.call('watch/chooseRoot', {})).toMatchObject({ root: chosen });
    expect(await watch.terminal.tryCall('settings/change', { filesRoot: '/etc' } as never)).toMatchObject({
      error: { code: 'invalid-input' },
    });
    watch.root = chosen;
    await watch.terminal.watch();
    watch.practice.exchange.control.addFault({ endpoint: 'sftp/open', fault: { kind: 'black-hole' }, count: 1 });
    await drop(watch.root, watch.newName());
    await expect.poll(async () => (await watch.terminal.folder()).counts.sending).toBe(1);
    expect(await watch.terminal.tryCall('watch/chooseRoot', {})).toMatchObject({ error: { code: 'watch-busy' } });
  });

  it('says when it cannot choose a root here', async () => {
    await watch.start();
    expect(await watch.terminal.tryCall('watch/chooseRoot', {})).toMatchObject({
      error: { code: 'choose-folder-unavailable' },
    });
  });
});

describe('a file of another terminal', () => {
  it('gives nothing back that belongs to a terminal at work, or while another holds the lease', async () => {
    await watch.start();
    const holder = randomUUID();
    const claim = { folderId: 'SD1', terminal: holder, claimId: randomUUID() };
    const claimed = path.join(localPaths(watch.root).outbox, '.sending', holder, claim.claimId, watch.newName());
    await mkdir(path.dirname(claimed), { recursive: true });
    await writeFile(claimed, 'a,b\n');
    const lease = { terminal: holder, pc: 'DESK-7', run: 'r', version: '1', since: 1, counter: '000000000001' };
    await writeFile(path.join(watch.root, '.ccms-terminal.lease'), JSON.stringify(lease));
    await watch.terminal.watch();
    await expect.poll(async () => (await watch.terminal.call('watch/view', {})).lease.kind).toBe('elsewhere');
    expect((await watch.terminal.call('watch/view', {})).strangers).toMatchObject([{ terminal: holder, pc: null }]);
    expect(await watch.terminal.tryCall('watch/giveBack', claim)).toMatchObject({
      error: { code: 'watch-claim-alive' },
    });
    const another = { ...claim, terminal: randomUUID() };
    expect(await watch.terminal.tryCall('watch/giveBack', another)).toMatchObject({
      error: { code: 'watch-lease-elsewhere' },
    });
    // The counter never moves: this terminal takes over, and then the file may go back and is sent.
    await expect.poll(async () => (await watch.terminal.call('watch/view', {})).lease.kind).toBe('here');
    await watch.terminal.call('watch/giveBack', claim);
    await expect.poll(watch.archived).toHaveLength(2);
    expect(await watch.terminal.tryCall('watch/giveBack', claim)).toMatchObject({
      error: { code: 'watch-claim-gone' },
    });
  });
});

describe('a terminal at which somebody is logged in to ECP', () => {
  it('goes on while it is locked, proves by Activity Enquiry, and knows what the exchange holds', async () => {
    await watch.start();
    const { userId, password, email } = practiceUser('chan@firm.example');
    await watch.terminal.call('session/begin', { realm: 'ecp', userId, password, remember: false });
    const otp = newestOtp(watch.practice.exchange, email ?? '');
    await watch.terminal.call('session/submitOtp', { realm: 'ecp', otp });
    await watch.terminal.call('folder/list', {});
    // The catalogue of the practice exchange has a cut-off, and this test runs at any hour.
    await watch.terminal.watch({ late: true });
    watch.terminal.app.lock('operator');
    expect(await watch.terminal.tryCall('watch/view', {})).toMatchObject({ error: { code: 'locked' } });
    const name = watch.newName();
    await drop(watch.root, name);
    await expect.poll(watch.archived).toHaveLength(2);
    const [file] = watch.received(name);
    const receipt = await textBelow(localPaths(watch.root).archive, '.receipt.csv');
    expect(receipt).toContain(file?.reference);
    await drop(watch.root, name, 'other,1\n');
    await expect.poll(watch.errors).toHaveLength(2);
    expect(await textBelow(localPaths(watch.root).error, '.why.txt')).toContain('watch-name-held');
    expect(watch.received(name)).toHaveLength(1);
  });

  it('lets a file wait while the catalogue is that of a colleague with other participants', async () => {
    await watch.start();
    await watch.terminal.watch();
    await watch.terminal.close();
    const name = watch.newName();
    await drop(watch.root, name);
    await watch.start({ folders: [{ ...watchedFolder, participantCodes: ['05678'] }] });
    const trouble = async () => (await watch.terminal.call('watch/view', {})).trouble?.code;
    await expect.poll(trouble).toBe('watch-other-user');
    expect(await watch.errors()).toEqual([]);
    await watch.terminal.close();
    await watch.start();
    await expect.poll(watch.archived).toHaveLength(2);
    expect(watch.received(name)).toHaveLength(1);
  });
});
