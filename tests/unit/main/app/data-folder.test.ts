import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dataFolderFor } from '../../../../main/app/data-folder.ts';

const home = os.homedir();

test('the data folder is that of the user, by what the environment says', () => {
  expect(dataFolderFor('linux', { HOME: '/home/a' }, 'p')).toBe('/home/a/.local/state/ccms-terminal/p');
  expect(dataFolderFor('linux', { XDG_STATE_HOME: '/state' }, 'p')).toBe('/state/ccms-terminal/p');
  expect(dataFolderFor('darwin', { HOME: '/Users/a' }, 'p')).toBe(
    '/Users/a/Library/Application Support/CCMS Terminal/p',
  );
});

test.each([
  {},
  { HOME: '', XDG_STATE_HOME: '', LOCALAPPDATA: '' },
  { HOME: 'a', XDG_STATE_HOME: './b', LOCALAPPDATA: 'c' },
])('an environment that names no absolute folder leads to none below the folder of whoever called (%o)', (env) => {
  // Or each folder from which a command is called would have a ledger of its own, and know nothing of what was sent.
  expect(dataFolderFor('linux', env, 'p')).toBe(path.join(home, '.local', 'state', 'ccms-terminal', 'p'));
  expect(dataFolderFor('darwin', env, 'p')).toBe(
    path.join(home, 'Library', 'Application Support', 'CCMS Terminal', 'p'),
  );
  expect(dataFolderFor('win32', env, 'p')).toBe(path.join(home, 'AppData', 'Local', 'CCMS Terminal', 'p'));
});
