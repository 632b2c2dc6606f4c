import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Settings, settingsSchema } from '../../shared/contract/terminal.ts';

/** The operator's choices on this PC. They hold no secret; a damaged file counts as absent. */
export interface SettingsStore {
  get(): Settings;
  change(part: Partial<Settings>): Promise<Settings>;
  subscribe(listener: (settings: Settings) => void): () => void;
}

const defaults: Settings = {
  language: 'en',
  theme: 'system',
  lastFolderId: null,
  lastIdentity: null,
  lastParticipantCode: null,
  lastChannel: 'web',
  lastTransfersTab: 'queue',
  speedLimitKilobytesPerSecond: null,
  downloadEveryMinutes: null,
  lockAfterMinutes: 10,
  remindersDismissedOn: null,
  filesRoot: null,
};

async function read(file: string): Promise<Settings> {
  try {
    const parsed = settingsSchema.partial().safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? { ...defaults, ...parsed.data } : defaults;
  } catch {
    // absent at the first start, or damaged: choices can be made again
    return defaults;
  }
}

/** Opens `<dataFolder>/settings.json`; each change is on disk before it is answered. */
export async function openSettings(dataFolder: string): Promise<SettingsStore> {
  const file = path.join(dataFolder, 'settings.json');
  const listeners = new Set<(settings: Settings) => void>();
  let settings = await read(file);
  return {
    get: () => settings,
    async change(part) {
      settings = { ...settings, ...part };
      await writeFileAtomic(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
      for (const listener of listeners) listener(settings);
      return settings;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
