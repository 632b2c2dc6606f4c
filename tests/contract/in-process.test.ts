import { openTestApp } from '../helpers/test-app.ts';
import { describeContract } from './suite.ts';

describeContract('in process', async () => {
  const testApp = await openTestApp();
  return { call: (name, input) => testApp.app.dispatch(name, input), close: testApp.close };
});
