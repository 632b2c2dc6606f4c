import { startWebHost } from '../../main/web/web-host.ts';
import { openTestApp } from '../helpers/test-app.ts';
import { postTo } from '../helpers/web-transport.ts';
import { describeContract } from './suite.ts';

const token = 'contract-suite-token';

describeContract('over the web host', async () => {
  const testApp = await openTestApp();
  const host = await startWebHost({ app: testApp.app, files: new Map(), token, port: 0 });
  const address = { origin: host.origin, token };
  return {
    call: async (name, input) => (await postTo(address, `/call/${name}`, JSON.stringify(input))).json(),
    close: async () => {
      await host.close();
      await testApp.close();
    },
  };
});
