import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sources = globSync('{main,renderer,shared}/**/*.{ts,tsx}').map((file) => ({
  file: file.replaceAll('\\', '/'),
  // Comments may name what the code must not do.
  text: readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
}));

function filesWith(pattern: RegExp): readonly string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
}

const windowFile = 'main/electron/terminal-window.ts';

describe('the source', () => {
  it.each([
    ['makes a window', /\bnew\s+(Browser|BaseWindow|WebContentsView|BrowserView)/, windowFile],
    ['sets preferences of a page', /\bwebPreferences\b/, windowFile],
    ['hears messages of a page', /\bipcMain\s*\./, 'main/electron/ipc.ts'],
    ['starts another program', /\bopenExternal\s*[,(]/, 'main/electron/start.ts'],
    ['opens a folder', /\bopenPath\b/, 'main/electron/file-manager.ts'],
    ['exposes something to the page', /\bexposeInMainWorld\s*\(\s*'/, 'main/electron/bridge.ts'],
  ])('%s in one place', (_what, pattern, file) => {
    expect(filesWith(pattern).filter((found) => found.startsWith('main/electron/'))).toEqual([file]);
  });

  it('writes every protection of the page out, and spreads nothing into it', () => {
    const text = sources.find(({ file }) => file === windowFile)?.text ?? '';
    const preferences = /webPreferences: \{([\s\S]*?)\n {4}\}/.exec(text)?.[1] ?? '';
    expect(preferences).not.toContain('...');
    for (const on of ['sandbox', 'contextIsolation', 'webSecurity']) expect(preferences).toContain(`${on}: true`);
    for (const off of [
      'nodeIntegration',
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'webviewTag',
      'navigateOnDragDrop',
      'spellcheck',
    ]) {
      expect(preferences).toContain(`${off}: false`);
    }
    expect(preferences).not.toMatch(/enableBlinkFeatures|additionalArguments|disableBlinkFeatures/);
  });

  it.each([
    ['a switch that takes the sandbox away', /no-sandbox(?!',)|disable-setuid-sandbox|appendSwitch/],
    ['a frame inside the page', /<(webview|iframe)\b/],
    [
      'HTML from text',
      /dangerouslySetInnerHTML|\.innerHTML\b|insertAdjacentHTML|document\.write|createContextualFragment/,
    ],
    ['code from text', /\beval\(|new Function\(/],
    ['storage of the page for anything but the token', /localStorage|indexedDB/],
  ])('has no %s', (_what, pattern) => {
    expect(filesWith(pattern).filter((file) => !file.startsWith('main/practice/'))).toEqual([]);
  });
});
