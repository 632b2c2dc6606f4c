import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { App } from '../../main/app/app.ts';
import { createApp } from '../../main/app/create-app.ts';
import { forkCard } from '../../main/app/fork-card.ts';
import { readPageFiles } from '../../main/app/read-page-files.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import { type PracticeExchange, startPracticeExchange } from '../../main/practice/start-practice-exchange.ts';
import { startWebHost, type WebHost } from '../../main/web/web-host.ts';

export interface TestTerminal {
  readonly folder: string;
  readonly practice: PracticeExchange;
  readonly app: App;
  readonly host: WebHost;
  close(): Promise<void>;
}

export interface TerminalOptions {
  /** None when absent. */
  readonly credentials?: CredentialStore;
  /** Makes cards of this exchange and gives their PKCS#11 module; no cards when absent. */
  readonly makeCards?: (practice: PracticeExchange) => Promise<string>;
}

const spawnCard = forkCard(path.resolve(import.meta.dirname, '../../main/smartcard/card-process.ts'));
const pageFolder = path.resolve(import.meta.dirname, '../../out/renderer');

/** The whole program as the preview runs it, with a practice exchange of its own, on a new data folder. */
export async function openTerminal(options: TerminalOptions = {}): Promise<TestTerminal> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-terminal-'));
  const practice = await startPracticeExchange({ stateFolder: path.join(folder, 'exchange') });
  const cardModule = await options.makeCards?.(practice);
  const smartCard = cardModule ? { modulePath: cardModule, sha256: null, tokenLabel: null } : null;
  const profile = { ...practice.profile, smartCard };
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const dataFolder = path.join(folder, 'data');
  const app = await createApp(
    { dataFolder, profile, host: 'web', version: '0.1.0' },
    { clock: systemClock, http, credentials: options.credentials ?? unavailableCredentialStore('missing'), spawnCard },
  );
  if (!app.ok) throw new Error(app.error.code);
  const files = await readPageFiles(pageFolder);
  const host = await startWebHost({ app: app.value, files, token: 'test-token-of-this-start', port: 0 });
  const close = async () => {
    await host.close();
    await app.value.close();
    await http.close();
    await practice.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, practice, app: app.value, host, close };
}
