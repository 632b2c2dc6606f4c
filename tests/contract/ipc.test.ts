import { callChannel } from '../../main/electron/channels.ts';
import { connectIpc } from '../../main/electron/ipc.ts';
import { appError } from '../../shared/contract/errors.ts';
import type { CallName } from '../../shared/contract/index.ts';
import { err } from '../../shared/lib/result.ts';
import { createFakeIpc } from '../helpers/fake-ipc.ts';
import { openTestApp } from '../helpers/test-app.ts';
import { describeContract } from './suite.ts';

describeContract('over IPC', async () => {
  const testApp = await openTestApp();
  const ipc = createFakeIpc();
  const disconnect = connectIpc(ipc.ipcMain, testApp.app, () => ipc.contents);
  return {
    call(name, input) {
      const channel = callChannel(name as CallName);
      // A page has no function for a name outside the contract, and Electron no handler.
      if (!ipc.channels().includes(channel)) return Promise.resolve(err(appError('unknown-call')));
      return ipc.invoke(channel, input);
    },
    async close() {
      disconnect();
      await testApp.close();
    },
  };
});
