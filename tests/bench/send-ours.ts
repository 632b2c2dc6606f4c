import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import type { UploadOrder } from '../../main/transfer/transfer.ts';
import type { Task } from './peers.ts';

/** As many as the submission queue lets go at a time (main/submission/create-context.ts). */
const AT_A_TIME = 32;

/** Size and hash, as the ledger knows them before Submit is pressed. */
export type Known = ReadonlyMap<string, { readonly size: number; readonly sha256: string }>;

/** Reads every file of a folder. */
export async function knowFiles(folder: string): Promise<Known> {
  const known = new Map<string, { size: number; sha256: string }>();
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const hash = createHash('sha256');
    for await (const bytes of createReadStream(file) as AsyncIterable<Uint8Array>) hash.update(bytes);
    known.set(name, { size: statSync(file).size, sha256: hash.digest('hex') });
  }
  return known;
}

function orderOf(task: Task, name: string, known: Known): UploadOrder {
  const { size, sha256 } = known.get(name) ?? { size: 0, sha256: '' };
  return {
    file: path.join(task.source, name),
    size,
    sha256,
    finalPath: `${task.target}/${name}`,
    temporaryPath: `${task.target}/.${name}.part`,
    replace: false,
    fsync: true,
    readBack: false,
    onProgress: () => undefined,
    onStep: () => undefined,
    signal: new AbortController().signal,
  };
}

/** Our upload as the program does it: connecting, hashing what is sent, temporary name, fsync, checks and rename. */
export async function sendOurs(task: Task, known: Known): Promise<void> {
  const target = { ...task.server.target, hosts: [{ host: '127.0.0.1', port: task.port }] };
  const connection = await connectServer(target, new AbortController().signal);
  if (!connection.ok) throw new Error(connection.error.code);
  const waiting = [...known.keys()];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const outcome = await connection.value.upload(orderOf(task, name, known));
      if (outcome.kind !== 'uploaded') throw new Error(JSON.stringify(outcome));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  connection.value.close();
}
