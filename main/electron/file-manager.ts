import type { Shell } from 'electron';

/**
 * The system's file manager (Explorer, Finder and so on). Takes Electron's shell; gives the two things that the program does with it.
 * What it is given was looked up and checked by `main/local-folders`: it never comes from the page.
 */
export function createFileManager(shell: Pick<Shell, 'showItemInFolder' | 'openPath'>) {
  return {
    /** Electron does not tell whether it worked. */
    async showFile(file: string): Promise<boolean> {
      shell.showItemInFolder(file);
      return true;
    },
    /** False: the system refused. */
    async openFolder(folder: string): Promise<boolean> {
      return (await shell.openPath(folder)) === '';
    },
  };
}
