import { appError } from '../../shared/contract/errors.ts';
import type { Folder } from '../../shared/contract/submission.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HeldFile } from '../../shared/model/check-draft.ts';
import type { EcpClient } from '../ecp/ecp-client.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What is known of the exchange's side: folders (kept for the time without a session) and the files that it holds. */
export interface ExchangeView {
  /** Null when no catalogue was ever fetched. */
  folders(): readonly Folder[] | null;
  /** The files of that name; null when the exchange was not asked in this session. */
  held(fileName: string): readonly HeldFile[] | null;
  fetchFolders(): Promise<Result<readonly Folder[]>>;
  /** The catalogue of this session's user, fetched if it was not yet. */
  freshFolders(): Promise<Result<readonly Folder[]>>;
  /** Files held by name, fetched unless that was done within the last seconds. */
  freshHeld(): Promise<Result<HeldByName>>;
  /** A file was confirmed: it is held now, in place of one with its name. */
  add(file: HeldFile): void;
  /** The session ended: what the exchange holds is no longer known. */
  forget(): void;
}

/** A batch of files submitted together asks once; another terminal's file in between shows in the receipt. */
const FRESH_MS = 15_000;

/** The answer is about a user who is no longer logged in. */
function outlived() {
  return err(appError('not-logged-in', { retry: 'after-login' }));
}

/** By name, because each of many thousand files is checked against up to 20,000. */
export type HeldByName = ReadonlyMap<string, readonly HeldFile[]>;

interface Held {
  readonly byName: Map<string, readonly HeldFile[]>;
  readonly at: number;
}

/** Makes the view over the client; folders are read from and kept in the ledger. */
export function createExchangeView(parts: { ledger: Ledger; client: EcpClient; clock: Clock }): ExchangeView {
  const { ledger, client, clock } = parts;
  let folders = ledger.catalogue();
  let isThisSession = false;
  let session = Symbol('session');
  let held: Held | null = null;

  const fetchFolders = async (): Promise<Result<readonly Folder[]>> => {
    const asked = session;
    const fetched = await client.folders();
    if (!fetched.ok) return fetched;
    if (asked !== session) return outlived();
    const kept = ledger.keepCatalogue(fetched.value);
    if (!kept.ok) return kept;
    folders = fetched.value;
    isThisSession = true;
    return fetched;
  };

  return {
    folders: () => folders,
    held: (fileName) => held && (held.byName.get(fileName) ?? []),
    fetchFolders,
    freshFolders: async () => (isThisSession && folders ? ok(folders) : fetchFolders()),
    freshHeld: async () => {
      if (held && clock.monotonic() - held.at < FRESH_MS) return ok(held.byName);
      const asked = session;
      const rows = await client.activities();
      if (!rows.ok) return err(rows.error);
      if (asked !== session) return outlived();
      const files = rows.value.filter((row) => row.status === 'accepted');
      const byName = Map.groupBy<string, HeldFile>(files, (file) => file.fileName);
      held = { byName, at: clock.monotonic() };
      return ok(byName);
    },
    add: (file) => {
      if (!held) return;
      const others = (held.byName.get(file.fileName) ?? []).filter(({ folderId }) => folderId !== file.folderId);
      held.byName.set(file.fileName, [file, ...others]);
    },
    forget: () => {
      session = Symbol('session');
      held = null;
      isThisSession = false;
    },
  };
}
