import { afterAll, beforeAll } from 'vitest';
import { type OpenSshServer, startOpenSsh } from './openssh-server.ts';
import { temporaryFolder } from './submission-setup.ts';

export interface PreparedOpenSsh {
  readonly server: OpenSshServer;
  /** For files on this side. */
  readonly localFolder: string;
}

/** For a group of tests: one OpenSSH server and a folder of this PC, both gone after it. Whether there is OpenSSH is for the group to ask. */
export function prepareOpenSsh(): PreparedOpenSsh {
  let server: OpenSshServer | undefined;
  let local: Awaited<ReturnType<typeof temporaryFolder>> | undefined;
  beforeAll(async () => {
    local = await temporaryFolder();
    server = await startOpenSsh();
  });
  afterAll(async () => {
    await server?.close();
    await local?.remove();
  });
  return {
    get server() {
      if (!server) throw new Error('not started');
      return server;
    },
    get localFolder() {
      if (!local) throw new Error('not started');
      return local.folder;
    },
  };
}
