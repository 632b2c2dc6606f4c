import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { App } from '../../main/app/app.ts';
import { createApp } from '../../main/app/create-app.ts';
import { forkCard } from '../../main/app/fork-card.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import type { Http, HttpResponse } from '../../main/http/http.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { Clock } from '../../shared/lib/clock.ts';

/** A profile whose servers do not exist: port 9 of this PC refuses. */
export const unreachableProfile: Profile = {
  id: 'unreachable',
  label: 'nowhere',
  kind: 'test',
  caCertificates: null,
  realms: {
    ccms: { issuer: 'https://127.0.0.1:9', clientId: 'ccms-terminal', scope: 'ccms' },
    ecp: { issuer: 'https://127.0.0.1:9', clientId: 'ccms-terminal', scope: 'ecp' },
  },
  ecpApi: 'https://127.0.0.1:9',
  help: { hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' },
  keepCredentials: false,
  practicePages: null,
};

const spawnCard = forkCard(path.resolve(import.meta.dirname, '../../main/smartcard/card-process.ts'));

export interface TestApp {
  readonly app: App;
  readonly dataFolder: string;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly profile?: Profile;
  /** Sees each answer of the exchange as it comes off the network. */
  readonly onAnswer?: (response: HttpResponse) => void;
  /** That of this PC when absent. */
  readonly clock?: Clock;
  /** One that stays when the app is closed; a new one when absent. */
  readonly dataFolder?: string;
}

function watched(http: Http, onAnswer: (response: HttpResponse) => void): Http {
  return {
    async request(request) {
      const result = await http.request(request);
      if (result.ok) onAnswer(result.value);
      return result;
    },
    close: http.close,
  };
}

/** A real app on a new data folder, without a keychain; its exchange is unreachable unless a profile is given. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { profile = unreachableProfile, onAnswer = () => undefined, clock = systemClock } = options;
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(os.tmpdir(), 'ccms-app-')));
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const app = await createApp(
    { dataFolder, profile, host: 'web', version: '0.0.0' },
    {
      clock,
      http: watched(http, onAnswer),
      credentials: unavailableCredentialStore('forbidden'),
      spawnCard,
    },
  );
  if (!app.ok) throw new Error(app.error.code);
  const close = async () => {
    await app.value.close();
    await http.close();
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
  };
  return { app: app.value, dataFolder, close };
}
