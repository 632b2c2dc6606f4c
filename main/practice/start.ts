import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startPracticeExchange } from './start-practice-exchange.ts';
import { tellParent } from './tell-parent.ts';

const port = z.number().int().min(0).max(65_535);
const portsSchema = z.strictObject({ ccms: port, ecp: port, api: port, pages: port, sftp: port.default(0) });

/**
 * The process of the practice exchange:
 * `start.ts --state-folder <dir> [--ports '{"ccms":0,"ecp":0,"api":0,"pages":0,"sftp":0}'] [--with-parent]`.
 * With PRACTICE_SMTP_URL and PRACTICE_SMTP_TO in the environment (the URL may hold a password, so it is no argument) the
 * one-time passwords go to a real mail server instead of the mailbox.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'state-folder': { type: 'string' }, ports: { type: 'string' }, 'with-parent': { type: 'boolean' } },
  });
  const stateFolder = values['state-folder'];
  if (!stateFolder) throw new Error('--state-folder is required');
  const { PRACTICE_SMTP_URL: smtpUrl, PRACTICE_SMTP_TO: redirectTo } = process.env;
  const exchange = await startPracticeExchange({
    stateFolder,
    ...(values.ports ? { ports: portsSchema.parse(JSON.parse(values.ports)) } : {}),
    ...(smtpUrl && redirectTo ? { realMail: { smtpUrl, redirectTo } } : {}),
    log: (line) => process.stderr.write(`practice exchange: ${line}\n`),
  });
  let closing = false;
  const end = () => {
    if (closing) return;
    closing = true;
    void exchange.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
  if (values['with-parent']) process.stdin.on('end', end).on('error', end).resume();
  tellParent({ kind: 'ready', profile: exchange.profile });
}

main().catch((error: unknown) => {
  process.stderr.write(`practice exchange: ${error instanceof Error ? error.message : 'could not start'}\n`);
  process.exit(1);
});
