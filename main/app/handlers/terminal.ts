import { appError } from '../../../shared/contract/errors.ts';
import type { TerminalStatus, terminalCalls } from '../../../shared/contract/terminal.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Profile } from '../../profile/profile.ts';
import type { SettingsStore } from '../settings-store.ts';
import type { Handlers } from './handlers.ts';

export interface TerminalParts {
  readonly profile: Profile;
  readonly settings: SettingsStore;
  readonly status: () => TerminalStatus;
  readonly openExternal?: ((url: string) => Promise<void>) | undefined;
}

/** Status, settings and the practice exchange's pages. */
export function terminalHandlers(parts: TerminalParts): Handlers<keyof typeof terminalCalls> {
  return {
    'terminal/status': () => ok(parts.status()),
    'settings/get': () => ok(parts.settings.get()),
    'settings/change': async (part) => ok(await parts.settings.change(part)),
    'practice/open': async ({ page }) => {
      const url = parts.profile.practicePages?.[page];
      if (parts.profile.kind !== 'practice' || !url) return err(appError('practice-unavailable'));
      if (!parts.openExternal) return ok({ kind: 'address', url });
      await parts.openExternal(url);
      return ok({ kind: 'opened' });
    },
  };
}
