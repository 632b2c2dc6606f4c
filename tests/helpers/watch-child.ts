import { z } from 'zod';
import { profileSchema } from '../../main/profile/profile.ts';
import { hurriedTiming, openWatchTerminal } from './watch-terminal.ts';

/*
 * A process of the tests of watch folders: the whole program over a data folder and a root of local folders that others may share. It
 * prints each view as a line, ends itself with SIGKILL at the n-th time that a step is told, if it was asked to, and ends well when its
 * input ends.
 */
const order = z
  .strictObject({
    profile: profileSchema,
    dataFolder: z.string(),
    filesRoot: z.string(),
    keychain: z.array(z.tuple([z.string(), z.string()])),
    killAt: z.strictObject({ step: z.string(), time: z.number().int().positive() }).nullable(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const told = new Map<string, number>();
function onStep(step: string): void {
  told.set(step, (told.get(step) ?? 0) + 1);
  if (order.killAt?.step === step && order.killAt.time === told.get(step)) process.kill(process.pid, 'SIGKILL');
}

const { killAt: _killAt, ...where } = order;
const terminal = await openWatchTerminal({ ...where, adapters: { onStep, watchTiming: hurriedTiming } });
terminal.app.subscribe((event) => {
  if (event.name === 'watch/changed') process.stdout.write(`${JSON.stringify(event.payload)}\n`);
});
await terminal.watch();
process.stdin.on('end', () => {
  void terminal.close().then(() => process.exit(0));
});
process.stdin.resume();
