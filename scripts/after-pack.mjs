import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * Sets all nine fuses of the packed program. Here and not under `electronFuses` of electron-builder.yml, which knows eight of them
 * and cannot ask for all: `strictlyRequireAllFuses` makes a later Electron's tenth fuse stop the build until it is decided on.
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack(context) {
  const program = path.join(context.appOutDir, `${context.packager.appInfo.productFilename}.exe`);
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // On, the program refuses to start without a snapshot of its own.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  });
}
