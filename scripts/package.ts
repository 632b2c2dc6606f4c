import { build } from './lib/build.ts';
import { runElectronBuilder } from './lib/run-electron-builder.ts';
import { stageApp } from './lib/stage-app.ts';
import { stageCli } from './lib/stage-cli.ts';

/*
 * `npm run package`: builds the program and its Windows installers into dist/installers. The MSI needs Windows (WiX); elsewhere, or
 * with `-- dir`, the program is only laid out as it will be installed. Electron and the tools are fetched by electron-builder.
 */
const wholeInstallers = process.platform === 'win32' && !process.argv.includes('dir');

if (!build({ force: true })) process.exit(1);
stageApp();
stageCli();
if (!wholeInstallers)
  process.stdout.write('Laying out the program only: the MSI and NSIS installers are made on Windows.\n');
const packed = runElectronBuilder(['--win', ...(wholeInstallers ? [] : ['dir']), '--x64']);
process.stdout.write(packed.ok ? 'The result is in dist/installers.\n' : packed.said);
if (!packed.ok) {
  process.stdout.write(
    '\nThe built program is in dist/app. What is missing above has to be fetched: set ELECTRON_MIRROR and\n' +
      'ELECTRON_BUILDER_BINARIES_MIRROR on a closed network. npm run package:check needs neither.\n',
  );
}
process.exitCode = packed.ok ? 0 : 1;
