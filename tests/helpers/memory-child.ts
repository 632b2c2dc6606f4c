import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { createApp } from '../../main/app/create-app.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import { profileSchema } from '../../main/profile/profile.ts';

/*
 * The process of the memory test: the whole program without a host. Calls come masked by XOR, so that no plain text of a secret is in what
 * it reads; `collect` collects garbage; `close` ends it. Each line is answered by one line.
 */
const orderSchema = z.object({ dataFolder: z.string(), profile: profileSchema });
const order = orderSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));

const MASK = 0x5a;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: object) => void;

const http = createUndiciHttp({ caCertificates: order.profile.caCertificates, environment: {} });
const app = await createApp(
  { dataFolder: order.dataFolder, profile: order.profile, host: 'web', version: '0.0.0' },
  { clock: systemClock, http, credentials: unavailableCredentialStore('missing') },
);
if (!app.ok) throw new Error(app.error.code);
const opened = app.value;
process.stdout.write('ready\n');

/** Runs `<name> <masked JSON in base64>` and gives the kind of what came of it. */
async function run(line: string): Promise<string> {
  const [name = '', masked = ''] = line.split(' ');
  const bytes = Buffer.from(masked, 'base64').map((byte) => byte ^ MASK);
  const input: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  bytes.fill(0);
  const answer = await opened.dispatch(name, input);
  return answer.ok ? 'ok' : answer.error.code;
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'close') break;
  if (line !== 'collect') {
    process.stdout.write(`${await run(line)}\n`);
    continue;
  }
  for (let round = 0; round < 5; round++) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.stdout.write('collected\n');
}
await opened.close();
await http.close();
