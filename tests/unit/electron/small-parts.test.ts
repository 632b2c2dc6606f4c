import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { APP_ID } from '../../../main/electron/app-id.ts';
import { createChooseFolder } from '../../../main/electron/choose-folder.ts';
import { createFileManager } from '../../../main/electron/file-manager.ts';
import { forbiddenSwitches } from '../../../main/electron/forbidden-switches.ts';
import { spawnPracticeProcess } from '../../../main/electron/practice-process.ts';
import { readCommandLine } from '../../../main/electron/start-options.ts';

describe('forbiddenSwitches', () => {
  it.each([
    'no-sandbox',
    'remote-debugging-port',
    'remote-debugging-pipe',
    'inspect',
    'disable-web-security',
    'js-flags',
  ])('finds --%s', (name) => {
    expect(forbiddenSwitches((asked) => asked === name)).toEqual([name]);
  });

  it('finds nothing in a usual start', () => {
    expect(forbiddenSwitches((asked) => ['force-device-scale-factor', 'disable-gpu'].includes(asked))).toEqual([]);
  });
});

describe('readCommandLine', () => {
  const nothing = { profileFile: null, dataFolder: null, filesRoot: null, cardModule: null };

  it.each([
    [[], {}],
    [['--profile', 'p.json', '--data-folder=D:\\d'], { profileFile: 'p.json', dataFolder: 'D:\\d' }],
    [['--files-root', '\\\\server\\ccms', '--data-folder'], { filesRoot: '\\\\server\\ccms' }],
    [['--profile'], {}],
    [['--force-device-scale-factor=1.5', 'x', '--profile=p'], { profileFile: 'p' }],
  ])('reads %j', (args, expected) => {
    expect(readCommandLine(args)).toEqual({ ...nothing, ...expected });
  });
});

describe('APP_ID', () => {
  it('is the appId of the installer', () => {
    expect(parse(readFileSync('electron-builder.yml', 'utf8')).appId).toBe(APP_ID);
  });
});

describe('spawnPracticeProcess', () => {
  it('starts, listens to and ends a utility process', () => {
    const heard: unknown[] = [];
    const forks: unknown[] = [];
    const child = {
      on: (_event: 'message', listener: (message: unknown) => void) => listener({ profile: 1 }),
      once: (_event: 'exit', listener: () => void) => listener(),
      kill: () => heard.push('killed') > 0,
    };
    const practice = spawnPracticeProcess(
      {
        fork: (entry, args, options) => {
          forks.push([entry, args, options]);
          return child;
        },
      },
      '/out/practice.js',
    )(['--state-folder', '/data']);
    practice.onMessage((message) => heard.push(message));
    practice.onExit(() => heard.push('ended'));
    practice.stop();
    expect(heard).toEqual([{ profile: 1 }, 'ended', 'killed']);
    expect(forks).toMatchObject([['/out/practice.js', ['--state-folder', '/data'], { stdio: 'ignore' }]]);
  });
});

describe('createChooseFolder', () => {
  const answering = (answer: { canceled: boolean; filePaths: string[] }) =>
    createChooseFolder({ showOpenDialog: async () => answer }, () => null);

  it('gives the folder that was chosen', async () => {
    expect(await answering({ canceled: false, filePaths: ['/share/ccms'] })()).toBe('/share/ccms');
  });

  it('gives null when the window was closed without', async () => {
    expect(await answering({ canceled: true, filePaths: [] })()).toBeNull();
    expect(await answering({ canceled: false, filePaths: [] })()).toBeNull();
  });
});

describe('createFileManager', () => {
  /** A shell that keeps what it was asked, and answers as told. */
  function recordingShell(answer = '') {
    const asked: string[] = [];
    const shell = {
      showItemInFolder: (file: string) => void asked.push(`show ${file}`),
      openPath: async (folder: string) => {
        asked.push(`open ${folder}`);
        return answer;
      },
    };
    return { asked, manager: createFileManager(shell) };
  }

  it('shows a file in its folder without opening it, and opens a folder', async () => {
    const { asked, manager } = recordingShell();
    expect(await manager.showFile('/files/SD1/inbox/a.csv')).toBe(true);
    expect(await manager.openFolder('/files/SD1/inbox')).toBe(true);
    expect(asked).toEqual(['show /files/SD1/inbox/a.csv', 'open /files/SD1/inbox']);
  });

  it('tells that the system refused', async () => {
    expect(await recordingShell('no application').manager.openFolder('/files/SD1/inbox')).toBe(false);
  });
});
