import type { BrowserWindow, Dialog } from 'electron';

/** Lets the person choose a folder in the system's own window, in front of ours; null when they closed it without. */
export function createChooseFolder(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: () => BrowserWindow | null,
): () => Promise<string | null> {
  return async () => {
    const options = { properties: ['openDirectory' as const, 'createDirectory' as const] };
    const parent = window();
    const chosen = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  };
}
