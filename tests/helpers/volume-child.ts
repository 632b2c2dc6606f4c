import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import { usualDeadlines } from '../../main/transfer/transfer.ts';

/*
 * A process that sends many or large files over one connection, as many at a time as the queue lets go, and prints as one line of JSON how
 * many arrived and how far its resident memory rose above what it was when it was connected.
 */
const orderSchema = z.object({
  target: z.object({
    hosts: z.array(z.object({ host: z.string(), port: z.number() })),
    hostKeys: z.array(z.string()),
    userName: z.string(),
    privateKeys: z.array(z.string()),
  }),
  files: z.array(z.object({ file: z.string(), size: z.number(), sha256: z.string(), finalPath: z.string() })),
});
const AT_A_TIME = 32;

const { target, files } = orderSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const signal = new AbortController().signal;
const connection = await connectServer({ ...target, proxy: null, deadlines: usualDeadlines }, signal);
if (!connection.ok) throw new Error(connection.error.code);

const before = process.memoryUsage.rss();
let peak = before;
const look = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);

let arrived = 0;
const work = async () => {
  for (let next = files.shift(); next; next = files.shift()) {
    const outcome = await connection.value.upload({
      ...next,
      temporaryPath: `${next.finalPath}.part`,
      replace: false,
      fsync: true,
      readBack: false,
      onProgress: () => undefined,
      onStep: () => undefined,
      signal,
    });
    if (outcome.kind === 'uploaded') arrived += 1;
  }
};
await Promise.all(Array.from({ length: AT_A_TIME }, work));
clearInterval(look);
connection.value.close();
process.stdout.write(`${JSON.stringify({ arrived, grewBytes: peak - before })}\n`);
