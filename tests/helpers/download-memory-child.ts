import { z } from 'zod';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import { usualDeadlines } from '../../main/transfer/transfer.ts';

/* A process that fetches one file and prints by how many bytes its resident memory grew at most, and the file's SHA-256. */
const orderSchema = z.object({
  target: z.object({
    hosts: z.array(z.object({ host: z.string(), port: z.number() })),
    hostKeys: z.array(z.string()),
    userName: z.string(),
    privateKeys: z.array(z.string()),
  }),
  path: z.string(),
  name: z.string(),
  partFile: z.string(),
});
const { target, path, name, partFile } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));

const { signal } = new AbortController();
const connection = await connectServer({ ...target, proxy: null, deadlines: usualDeadlines }, signal);
if (!connection.ok) throw new Error(connection.error.code);
const listing = await connection.value.list(path);
const entry = listing.ok && listing.value.entries.find((each) => each.name === name);
if (!entry) throw new Error('not listed');
const before = process.memoryUsage.rss();
let most = before;
const look = () => {
  most = Math.max(most, process.memoryUsage.rss());
};
const done = await connection.value.download({
  ...entry,
  path: `${path}/${name}`,
  partFile,
  readTwice: false,
  onProgress: look,
  onStep: () => undefined,
  signal,
});
if (!done.ok) throw new Error(done.error.code);
connection.value.close();
process.stdout.write(JSON.stringify({ grown: most - before, sha256: done.value.sha256 }));
