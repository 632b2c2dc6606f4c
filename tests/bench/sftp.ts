import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from '../helpers/openssh-server.ts';
import { missingPeers, type Peer, peers, type Sender, type Task } from './peers.ts';
import { knowFiles, sendOurs } from './send-ours.ts';

/*
 * `npm run bench:sftp [-- --runs 5] [--json]`: our upload beside sftp, lftp and rclone, in one run against one OpenSSH server, through a
 * line of 20 ms each way and directly. The programs take turns, so that a busy minute meets all of them; each figure is a median.
 * `--json` prints one object: case -> { ours, peer (both in seconds), ratio (how many times as fast ours is) }.
 */
const MEGA = 1024 * 1024;

interface Case {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly isDelayed: boolean;
  readonly peers: readonly Peer[];
}

const cases: readonly Case[] = [
  {
    name: '100 files of 10 KB at 40 ms',
    files: 100,
    bytes: 10_000,
    isDelayed: true,
    peers: ['sftp', 'lftp', 'rclone'],
  },
  {
    name: '1 file of 100 MB at 40 ms',
    files: 1,
    bytes: 100 * MEGA,
    isDelayed: true,
    peers: ['sftp', 'lftp', 'rclone'],
  },
  {
    name: '1 file of 1 GB directly',
    files: 1,
    bytes: 1024 * MEGA,
    isDelayed: false,
    peers: ['sftp', 'lftp', 'rclone', 'sha256sum, then sftp'],
  },
];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function makeFiles(folder: string, { files, bytes }: Case): void {
  mkdirSync(folder);
  for (let index = 0; index < files; index += 1) {
    for (let written = 0; written < bytes; written += 32 * MEGA) {
      const piece = randomBytes(Math.min(32 * MEGA, bytes - written));
      writeFileSync(path.join(folder, `file-${index}`), piece, { flag: 'a' });
    }
  }
}

/** Seconds of one sending, into an empty folder; every file must have arrived whole. */
async function time(send: Sender, task: Task, { files, bytes }: Case): Promise<number> {
  mkdirSync(task.target);
  const began = performance.now();
  await send(task);
  const seconds = (performance.now() - began) / 1000;
  const arrived = readdirSync(task.target).filter((name) => statSync(path.join(task.target, name)).size === bytes);
  if (arrived.length !== files) throw new Error('not every file arrived');
  rmSync(task.target, { recursive: true });
  return seconds;
}

interface Figures {
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
}

async function measure(each: Case, task: Task, runs: number): Promise<ReadonlyMap<Peer, Figures>> {
  const known = await knowFiles(task.source);
  const own: number[] = [];
  const theirs = new Map<Peer, number[]>(each.peers.map((peer) => [peer, []]));
  for (let run = 0; run < runs; run += 1) {
    own.push(await time((to) => sendOurs(to, known), task, each));
    for (const [peer, times] of theirs) times.push(await time(peers[peer], task, each));
  }
  const ours = median(own);
  const figures = [...theirs].map(([peer, times]) => {
    const seconds = median(times);
    return [peer, { ours, peer: seconds, ratio: seconds / ours }] as const;
  });
  return new Map(figures);
}

/** The slow line, in a process of its own: it must not take time from whoever is measured. */
async function openSlowLine(server: OpenSshServer): Promise<{ readonly port: number; readonly close: () => void }> {
  const program = fileURLToPath(new URL('line-child.ts', import.meta.url));
  const port = String(server.target.hosts[0]?.port);
  const child = spawn(process.execPath, [program, port, '20'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const printed = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(`${text}`)),
  );
  return { port: Number(printed), close: () => child.kill() };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, json: { type: 'boolean' } } });
  if (!hasOpenSsh || missingPeers().length > 0) {
    throw new Error('needs the Debian packages openssh-server, openssh-client, lftp and rclone');
  }
  const server = await startOpenSsh();
  const line = await openSlowLine(server);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-sftp-'));
  const report: Record<string, Figures> = {};
  try {
    for (const each of cases) {
      const source = path.join(folder, 'source');
      makeFiles(source, each);
      const port = each.isDelayed ? line.port : (server.target.hosts[0]?.port ?? 0);
      const task = { server, port, source, target: path.join(server.folder, 'target') };
      for (const [peer, figures] of await measure(each, task, Number(values.runs ?? 5))) {
        report[`${each.name}, ${peer}`] = figures;
        const { ours, peer: theirs, ratio } = figures;
        const words = `ours ${ours.toFixed(2)} s, ${peer} ${theirs.toFixed(2)} s, ${ratio.toFixed(2)} times as fast`;
        if (!values.json) process.stdout.write(`${each.name}: ${words}\n`);
      }
      rmSync(source, { recursive: true });
    }
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  } finally {
    line.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
