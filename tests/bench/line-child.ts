import { openLine } from '../helpers/line.ts';

/*
 * A slow line as a process of its own, so that it takes no time from whoever is measured: `line-child.ts <port> <ms each way>` prints the
 * port that it listens on and ends with its input.
 */
const [port, delayMs] = process.argv.slice(2).map(Number);
const line = await openLine({ to: { host: '127.0.0.1', port: port ?? 0 }, delayMs: delayMs ?? 0 });
process.stdout.write(`${line.port}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
