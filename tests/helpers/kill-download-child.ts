import { setTimeout as sleep } from 'node:timers/promises';
import { createSftp } from '../../main/app/create-sftp.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { createDownloadService } from '../../main/download/create-download-service.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../main/local-folders/create-local-folders.ts';
import { ok } from '../../shared/lib/result.ts';
import { killDownloadOrderSchema } from './kill-download-order.ts';

/*
 * A process of the kill tests for downloads: fetches what is new over one data folder and prints what it did. It ends itself with SIGKILL
 * when a step is told, if it was asked to.
 */
const order = killDownloadOrderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const { dataFolder, profile } = order;

let pieces = 0;
function onStep(step: string): void {
  if (step.startsWith('download-bytes:')) pieces += 1;
  if (step === order.killAt) process.kill(process.pid, 'SIGKILL');
}

const ledger = openLedger({ dataFolder, clock: systemClock });
if (!ledger.ok) throw new Error(ledger.error.code);
const identity = async () => ok({ userName: order.userName, privateKeys: [order.privateKey] });
const door = createSftp(profile, { identity });
if (!door || !profile.sftp?.download) throw new Error('the profile has no downloads');
const service = createDownloadService({
  ledger: ledger.value,
  localFolders: createLocalFolders({ dataFolder, chosenRoot: () => null, subscribe: () => () => undefined }),
  help: profile.help,
  plan: profile.sftp.download,
  door: { ready: async () => null, open: door.open, close: door.close },
  clock: systemClock,
  pace: async () => undefined,
  publish: () => undefined,
  onStep,
  onBug(cause) {
    throw cause;
  },
  isScheduled: false,
  chosenMinutes: () => null,
  onChoice: () => () => undefined,
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
});
service.fetch({});
await service.settled();
const rows = service.list(100).rows.map(({ fileName, state, sha256 }) => ({ fileName, state, sha256 }));
const isIntact = ledger.value.downloads.isIntact();
await service.close();
ledger.value.close();
process.stdout.write(JSON.stringify({ rows, pieces, isIntact }));
