import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenSshServer } from '../helpers/openssh-server.ts';

/** One task for whoever sends: all files of a folder to a folder of the server. */
export interface Task {
  readonly server: OpenSshServer;
  /** Of the server, or of a slow line to it. */
  readonly port: number;
  readonly source: string;
  readonly target: string;
}

/** Runs a program to its end; throws what it complained of when that was not a good one. */
export async function command(name: string, args: readonly string[]): Promise<void> {
  const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaints = (complaints + bytes).slice(-1000);
  });
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve('missing')));
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${complaints}`);
}

const unchecked = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];

async function sftp({ server, port, source, target }: Task): Promise<void> {
  const batch = path.join(path.dirname(source), 'batch');
  writeFileSync(batch, `put ${source}/* ${target}/\n`);
  const to = ['-i', server.keyFile, '-P', String(port), `${server.target.userName}@127.0.0.1`];
  await command('sftp', [...unchecked, '-q', '-b', batch, ...to]);
}

async function lftp({ server, port, source, target }: Task): Promise<void> {
  const connect = `ssh -a -x ${unchecked.join(' ')} -i ${server.keyFile}`;
  const open = `open -u ${server.target.userName},none -p ${port} sftp://127.0.0.1`;
  await command('lftp', ['-c', `set sftp:connect-program "${connect}"; ${open}; mirror -R -P 8 ${source} ${target}`]);
}

async function rclone({ server, port, source, target }: Task): Promise<void> {
  const { userName } = server.target;
  const remote = `:sftp,host=127.0.0.1,port=${port},user=${userName},key_file=${server.keyFile}:${target}`;
  await command('rclone', ['--config', '/dev/null', '-q', 'copy', source, remote]);
}

/** What operators do by hand today: the checksum first, for the record, then the file. */
async function sha256sumThenSftp(task: Task): Promise<void> {
  await command('sha256sum', [path.join(task.source, 'file-0')]);
  await sftp(task);
}

export type Sender = (task: Task) => Promise<void>;

/** By the name under which they stand in the report. */
export const peers = { sftp, lftp, rclone, 'sha256sum, then sftp': sha256sumThenSftp } satisfies Record<string, Sender>;
export type Peer = keyof typeof peers;

/** Programs that are not on this machine. */
export function missingPeers(): readonly string[] {
  return ['sftp', 'lftp', 'rclone'].filter((name) => !existsSync(`/usr/bin/${name}`));
}
