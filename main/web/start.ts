import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { forkCard } from '../app/fork-card.ts';
import { readPageFiles } from '../app/read-page-files.ts';
import { forkPractice } from '../app/start-practice.ts';
import { startTerminal } from '../app/start-terminal.ts';
import { startWebHost } from './web-host.ts';

/**
 * Starts the preview: services, loopback host, and the practice exchange unless `--profile` names another.
 * Prints one line with the address. `--port` (default: any free one), `--data-folder`, `--profile`, `--files-root` (where outbox, inbox
 * and so on are), and for the practice exchange `--card-module` (a PKCS#11 module).
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'data-folder': { type: 'string' },
      profile: { type: 'string' },
      'card-module': { type: 'string' },
      'files-root': { type: 'string' },
    },
  });
  if (process.versions.electron) throw new Error('The preview is not part of the installed program.');
  const root = path.resolve(import.meta.dirname, '../..');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const files = await readPageFiles(path.join(root, 'out/renderer'));
  const started = await startTerminal({
    host: 'web',
    version,
    profileFile: values.profile ?? null,
    dataFolder: values['data-folder'] ?? null,
    cardModule: values['card-module'] ?? null,
    filesRoot: values['files-root'] || null,
    spawnCard: forkCard(path.join(root, 'main/smartcard/card-process.ts')),
    spawnPractice: forkPractice(path.join(root, 'main/practice/start.ts')),
  });
  if (!started.ok)
    throw new Error(`could not start: ${started.error.code} ${JSON.stringify(started.error.details ?? {})}`);
  const { app, profile, stop } = started.value;
  const token = randomBytes(32).toString('base64url');
  const host = await startWebHost({ app, files, token, port: Number(values.port ?? 0) });
  process.stdout.write(`CCMS Terminal preview: ${host.url}\n`);
  if (profile.practicePages) process.stdout.write(`Practice exchange: ${profile.practicePages.start}\n`);
  const end = async () => {
    await host.close();
    await stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((failure: unknown) => {
  process.stderr.write(`${failure instanceof Error ? failure.message : 'failed'}\n`);
  process.exit(1);
});
