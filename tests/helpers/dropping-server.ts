import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/*
 * A port that drops packets as a firewall does, with real sockets and without any right on the machine: a thread listens with
 * the shortest queue and then stands still, and connections fill that queue. The kernel answers no further SYN.
 */
const program = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    // Long enough for the message to leave; then nothing is accepted any more.
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

const FILLERS = 6;
const QUEUED = 2;

export interface DroppingServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it; resolves when its queue is full. */
export async function startDroppingServer(): Promise<DroppingServer> {
  const worker = new Worker(program, { eval: true });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const fillers: Socket[] = [];
  await new Promise<void>((resolve) => {
    let queued = 0;
    for (let index = 0; index < FILLERS; index += 1) {
      const filler = connect(port, '127.0.0.1', () => {
        queued += 1;
        if (queued === QUEUED) resolve();
      });
      filler.on('error', () => undefined);
      fillers.push(filler);
    }
  });
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}
