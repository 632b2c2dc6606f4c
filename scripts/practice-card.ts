import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolderFor } from '../main/app/data-folder.ts';
import { openCardDesk } from '../main/practice/cards/card-desk.ts';
import { practiceUsers } from '../main/practice/users.ts';
import { fillToken, initializeSoftToken } from './lib/fill-token.ts';

/*
 * `npm run practice:card [-- --user CHANTM] [--pin 123456] [--key-type rsa:2048] [--module file] [--data-folder folder]`: makes a
 * practice smart card, a token of SoftHSM2 with a key and a certificate of the practice card authority, and says how to start the
 * terminal with it. Needs the Debian packages softhsm2 and opensc.
 */
const { values: options } = parseArgs({
  options: {
    user: { type: 'string', default: 'CHANTM' },
    pin: { type: 'string', default: '123456' },
    'key-type': { type: 'string', default: 'rsa:2048' },
    module: { type: 'string', default: '/usr/lib/softhsm/libsofthsm2.so' },
    'data-folder': { type: 'string' },
  },
});

/** A folder of its own for the tokens, so that nothing is put among those of other programs. */
async function writeConfiguration(folder: string): Promise<string> {
  const tokens = path.join(folder, 'tokens');
  await mkdir(tokens, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'softhsm2.conf');
  await writeFile(file, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  return file;
}

const user = practiceUsers.find(({ realm, userId }) => realm === 'ccms' && userId === options.user);
if (!user) throw new Error(`no CCMS user ${options.user} at the practice exchange`);
if (!existsSync(options.module)) throw new Error(`no module ${options.module} (apt-get install softhsm2 opensc)`);
const from = process.env.INIT_CWD ?? process.cwd();
const dataFolder = options['data-folder']
  ? path.resolve(from, options['data-folder'])
  : dataFolderFor(process.platform, process.env, 'practice');
const exchangeFolder = path.join(dataFolder, 'exchange');
await mkdir(exchangeFolder, { recursive: true, mode: 0o700 });
const configuration = process.env.SOFTHSM2_CONF ?? (await writeConfiguration(path.join(dataFolder, 'cards')));
const env = { ...process.env, SOFTHSM2_CONF: configuration };
const desk = await openCardDesk(exchangeFolder, Date.now());
const { userId, displayName } = user;
await fillToken({
  modulePath: options.module,
  slot: await initializeSoftToken(userId, { pin: options.pin, env }),
  pin: options.pin,
  env,
  keys: [
    {
      id: '01',
      keyType: options['key-type'],
      certify: (publicKey) => desk.issue({ userId, holder: displayName, publicKey }),
    },
  ],
});
const folderOption = options['data-folder'] ? ` --data-folder ${dataFolder}` : '';
process.stdout.write(
  `Practice card of ${displayName} (${userId}) made, PIN ${options.pin}. Start the terminal with it:\n` +
    `  SOFTHSM2_CONF=${configuration} npm start -- --card-module ${options.module}${folderOption}\n`,
);
