/**
 * Who this program is to Windows. The same as `appId` in electron-builder.yml (a test compares them), or notifications
 * stay silent. Never changed after the first installation: see docs/adr/0006-identity-of-the-installation.md.
 */
export const APP_ID = 'hk.ccms.terminal';
