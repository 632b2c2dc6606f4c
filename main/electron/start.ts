import path from 'node:path';
import { app, dialog, ipcMain, Menu, powerMonitor, protocol, screen, session, shell, utilityProcess } from 'electron';
import { dataFolderFor } from '../app/data-folder.ts';
import { readPageFiles } from '../app/read-page-files.ts';
import { type StartedTerminal, startTerminal } from '../app/start-terminal.ts';
import { APP_ID } from './app-id.ts';
import { spawnCardProcess } from './card-process.ts';
import { createChooseFolder } from './choose-folder.ts';
import { describeStartFailure } from './describe-start-failure.ts';
import { createFileManager } from './file-manager.ts';
import { forbiddenSwitches } from './forbidden-switches.ts';
import { guardContents, guardSession } from './guards.ts';
import { connectIpc } from './ipc.ts';
import { lockWithPc } from './lock-with-pc.ts';
import { createOpenPracticePage } from './open-practice-page.ts';
import { isPageAddress, PAGE_SCHEME } from './page-address.ts';
import { createPageHandler } from './page-handler.ts';
import { spawnPracticeProcess } from './practice-process.ts';
import { readCommandLine } from './start-options.ts';
import { openTerminalWindow } from './terminal-window.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

const out = path.resolve(import.meta.dirname, '..');
const commandLine = readCommandLine(process.argv.slice(app.isPackaged ? 1 : 2));
// A name that no profile can have.
const windowFolder = path.resolve(
  commandLine.dataFolder ?? dataFolderFor(process.platform, process.env, '.'),
  '.window',
);
let terminal: StartedTerminal | null = null;
let window: Electron.BrowserWindow | null = null;

/** What must be said before Electron is ready. */
function prepare(): boolean {
  if (app.isPackaged && forbiddenSwitches((name) => app.commandLine.hasSwitch(name)).length > 0) return false;
  app.enableSandbox();
  app.setAppUserModelId(APP_ID);
  // Local, not roaming; also what the single-instance lock is about: one program for one data folder.
  app.setPath('userData', windowFolder);
  app.setPath('sessionData', windowFolder);
  app.setPath('logs', path.join(windowFolder, 'logs'));
  protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true } }]);
  guardContents(app);
  return app.requestSingleInstanceLock();
}

async function openWindow(): Promise<void> {
  // Without `persist:` it lives in memory: nothing of the page is written to this PC.
  const pageSession = session.fromPartition('terminal');
  const devTools = !app.isPackaged;
  guardSession(pageSession, (url) => isPageAddress(url) || (devTools && new URL(url).protocol === 'devtools:'));
  pageSession.protocol.handle(PAGE_SCHEME, createPageHandler(await readPageFiles(path.join(out, 'renderer'))));
  const stateFile = path.join(windowFolder, 'window.json');
  window = openTerminalWindow({
    session: pageSession,
    preload: path.join(out, 'preload', 'preload.cjs'),
    saved: await readWindowState(stateFile),
    workAreas: screen.getAllDisplays().map((display) => display.workArea),
    devTools,
    onClose: (state) => void writeWindowState(stateFile, state),
  });
  window.once('closed', () => {
    window = null;
  });
}

async function start(): Promise<void> {
  await app.whenReady();
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null,
  );
  const started = await startTerminal({
    ...commandLine,
    host: 'electron',
    version: app.getVersion(),
    spawnCard: spawnCardProcess(utilityProcess, path.join(out, 'main', 'card.js'), process.kill),
    spawnPractice: spawnPracticeProcess(utilityProcess, path.join(out, 'main', 'practice.js')),
    openExternal: createOpenPracticePage(shell.openExternal, () => terminal?.profile ?? null),
    chooseFolder: createChooseFolder(dialog, () => window),
    fileManager: createFileManager(shell),
  });
  if (!started.ok) {
    dialog.showErrorBox('CCMS Terminal', describeStartFailure(started.error));
    app.exit(1);
    return;
  }
  terminal = started.value;
  connectIpc(ipcMain, terminal.app, () => window?.webContents ?? null);
  lockWithPc(powerMonitor, () => terminal?.app ?? null);
  await openWindow();
}

/** When the window has gone, ends the services before the process: an answer on its way is still written to the ledger. */
function stopFirst(event: Electron.Event): void {
  if (!terminal) return;
  event.preventDefault();
  const ending = terminal;
  terminal = null;
  void ending.stop().finally(() => app.exit(0));
}

if (prepare()) {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', stopFirst);
  process.once('SIGTERM', () => app.quit());
  process.once('SIGINT', () => app.quit());
  start().catch((bug: unknown) => {
    dialog.showErrorBox('CCMS Terminal', bug instanceof Error ? bug.message : 'The program could not start.');
    app.exit(1);
  });
} else {
  app.exit(0);
}
