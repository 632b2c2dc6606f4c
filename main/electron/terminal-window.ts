import { BrowserWindow, type Session } from 'electron';
import { PAGE_ADDRESS } from './page-address.ts';
import { type Rectangle, type WindowState, windowBounds } from './window-state.ts';

export interface TerminalWindowOptions {
  /** A session of its own, guarded; its page handler serves the page. */
  readonly session: Session;
  /** The built preload, absolute. */
  readonly preload: string;
  readonly saved: WindowState | null;
  readonly workAreas: readonly Rectangle[];
  /** Only in development. */
  readonly devTools: boolean;
  readonly onClose: (state: WindowState) => void;
}

const RELOAD_PAUSE_MS = 10_000;

/** The page holds nothing that is lost: after a crash it is loaded again and asks for its state; twice in ten seconds is enough. */
function reloadAfterCrash(window: BrowserWindow): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || performance.now() - last < RELOAD_PAUSE_MS) return;
    last = performance.now();
    void window.loadURL(PAGE_ADDRESS);
  });
}

/** The one place where a window is made. Every protection is written out, so that a changed default changes nothing. */
export function openTerminalWindow(options: TerminalWindowOptions): BrowserWindow {
  const { session, preload, devTools } = options;
  const { maximized, ...bounds } = windowBounds(options.saved, options.workAreas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 900,
    minHeight: 600,
    title: 'CCMS Terminal',
    show: false,
    webPreferences: {
      session,
      preload,
      devTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling dictionary would be fetched from the internet.
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => options.onClose({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  reloadAfterCrash(window);
  void window.loadURL(PAGE_ADDRESS);
  return window;
}
