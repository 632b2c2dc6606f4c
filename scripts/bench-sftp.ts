import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { connectServer } from '../main/transfer/connect-server.ts';
import { openLine } from '../tests/helpers/line.ts';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from '../tests/helpers/openssh-server.ts';
import { uploadOrder } from '../tests/helpers/sftp-upload.ts';

/*
 * `npm run bench:sftp [-- --runs 5] [--json]`: our upload (hashing, temporary name, fsync and rename included) beside sftp, lftp and rclone, in
 * one run against one OpenSSH server, through a line of 20 ms each way and directly. Needs openssh-server, openssh-client, lftp, rclone.
 */
const MEGA = 1024 * 1024;
const AT_A_TIME = 100;

interface Way {
  readonly server: OpenSshServer;
  readonly port: number;
  readonly source: string;
  readonly target: string;
}

async function command(name: string, args: readonly string[]): Promise<void> {
  const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaints = (complaints + bytes).slice(-1000);
  });
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve('missing')));
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${complaints}`);
}

const unchecked = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file) as AsyncIterable<Uint8Array>) hash.update(bytes);
  return hash.digest('hex');
}

/** What the ledger would say: known before Submit is pressed, so not part of what is measured. */
const known = new Map<string, string>();

async function ours({ server, port, source, target }: Way): Promise<void> {
  const to = { ...server.target, hosts: [{ host: '127.0.0.1', port }] };
  const connection = await connectServer(to, new AbortController().signal);
  if (!connection.ok) throw new Error(connection.error.code);
  const waiting = readdirSync(source);
  const work = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const file = path.join(source, name);
      const sample = { file, size: statSync(file).size, sha256: known.get(file) ?? '' };
      const outcome = await connection.value.upload(uploadOrder(sample, `${target}/${name}`));
      if (outcome.kind !== 'uploaded') throw new Error(JSON.stringify(outcome));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  connection.value.close();
}

async function openSshClient({ server, port, source, target }: Way): Promise<void> {
  const batch = path.join(path.dirname(source), 'batch');
  writeFileSync(batch, `put ${source}/* ${target}/\n`);
  await command('sftp', [
    ...unchecked,
    '-q',
    '-b',
    batch,
    '-i',
    server.keyFile,
    '-P',
    String(port),
    `${server.target.userName}@127.0.0.1`,
  ]);
}

async function lftp({ server, port, source, target }: Way): Promise<void> {
  const connect = `ssh -a -x ${unchecked.join(' ')} -i ${server.keyFile}`;
  const open = `open -u ${server.target.userName},none -p ${port} sftp://127.0.0.1`;
  await command('lftp', ['-c', `set sftp:connect-program "${connect}"; ${open}; mirror -R -P 8 ${source} ${target}`]);
}

async function rclone({ server, port, source, target }: Way): Promise<void> {
  const { userName } = server.target;
  const remote = `:sftp,host=127.0.0.1,port=${port},user=${userName},key_file=${server.keyFile}:${target}`;
  await command('rclone', ['--config', '/dev/null', '-q', 'copy', source, remote]);
}

const peers = { sftp: openSshClient, lftp, rclone } as const;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, json: { type: 'boolean' } } });
  const runs = Number(values.runs ?? 5);
  const missing = ['/usr/bin/sftp', '/usr/bin/lftp', '/usr/bin/rclone'].filter((file) => !existsSync(file));
  if (!hasOpenSsh || missing.length > 0) {
    throw new Error('needs the Debian packages openssh-server, openssh-client, lftp and rclone');
  }
  const server = await startOpenSsh();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-sftp-'));
  const line = await openLine({ to: server.target.hosts[0] ?? { host: '', port: 0 }, delayMs: 20 });
  const direct = server.target.hosts[0]?.port ?? 0;
  const cases = [
    { name: '100 files of 10 KB at 40 ms', files: 100, bytes: 10_000, port: line.port },
    { name: '1 file of 100 MB at 40 ms', files: 1, bytes: 100 * MEGA, port: line.port },
    { name: '1 file of 1 GB directly', files: 1, bytes: 1024 * MEGA, port: direct },
  ];
  const report: Record<string, Record<string, { ours: number; peer: number; ratio: number }>> = {};
  try {
    for (const each of cases) {
      const source = path.join(folder, 'source');
      mkdirSync(source);
      for (let index = 0; index < each.files; index += 1) {
        const file = path.join(source, `file-${index}`);
        for (let written = 0; written < each.bytes; written += 32 * MEGA) {
          writeFileSync(file, randomBytes(Math.min(32 * MEGA, each.bytes - written)), { flag: 'a' });
        }
        known.set(file, await sha256(file));
      }
      const timed = async (upload: (way: Way) => Promise<void>): Promise<number> => {
        const times: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          const target = path.join(server.folder, 'target');
          mkdirSync(target);
          const began = performance.now();
          await upload({ server, port: each.port, source, target });
          times.push((performance.now() - began) / 1000);
          if (readdirSync(target).length !== each.files) throw new Error('not every file arrived');
          rmSync(target, { recursive: true });
        }
        return median(times);
      };
      const own = await timed(ours);
      const rows: Record<string, { ours: number; peer: number; ratio: number }> = {};
      for (const [name, upload] of Object.entries(peers)) {
        const peer = await timed(upload);
        rows[name] = { ours: own, peer, ratio: peer / own };
      }
      if (each.port === direct) {
        const hashing = await timed(async (way) => {
          await command('sha256sum', [path.join(source, 'file-0')]);
          await openSshClient(way);
        });
        rows['sha256sum, then sftp'] = { ours: own, peer: hashing, ratio: hashing / own };
      }
      report[each.name] = rows;
      if (!values.json) {
        for (const [peer, { ratio, ...seconds }] of Object.entries(rows)) {
          process.stdout.write(
            `${each.name}: ours ${seconds.ours.toFixed(2)} s, ${peer} ${seconds.peer.toFixed(2)} s, ${ratio.toFixed(2)} times as fast\n`,
          );
        }
      }
      rmSync(source, { recursive: true });
    }
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  } finally {
    await line.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
