import { electronBinary, fetchElectron } from './lib/electron-binary.ts';

/** `npm run setup:electron`: fetches the Electron program, whatever an earlier try ended with. */
const binary = electronBinary() ?? (await fetchElectron({ again: true }));
process.stdout.write(
  binary
    ? `Electron is ready: ${binary}\n`
    : 'Electron could not be fetched. Behind a proxy or on a closed network set ELECTRON_MIRROR to a place that has it.\n',
);
process.exitCode = binary ? 0 : 1;
