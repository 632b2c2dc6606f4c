import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import writeFileAtomic from 'write-file-atomic';
import type { Profile } from '../../profile/profile.ts';
import type { App } from '../app.ts';
import { exchangeFingerprint } from '../exchange-fingerprint.ts';
import { answerCommandLine } from './answer-command-line.ts';
import { chooseControlAddress, controlFileIn } from './control-address.ts';
import type { ControlFile, ControlGreeting } from './control-messages.ts';

export interface ControlOptions {
  readonly app: Pick<App, 'commandLine' | 'subscribe' | 'onTrouble'>;
  /** Absolute. Only the program that holds its ledger may serve it: what an earlier one left there is taken away. */
  readonly dataFolder: string;
  readonly profile: Profile;
  readonly version: string;
}

export interface ControlServer {
  close(): Promise<void>;
}

/** A PC has a handful of commands at a time; whoever opens more is none of them. */
const MOST_CONNECTIONS = 32;

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function open(server: Server, dataFolder: string, token: string): Promise<void> {
  const address = chooseControlAddress(dataFolder);
  const isSocket = process.platform !== 'win32';
  if (isSocket) rmSync(address, { force: true });
  await listen(server, address);
  // The token guards the moment before; the folder is this user's alone as a rule.
  if (isSocket) chmodSync(address, 0o600);
  const file: ControlFile = { address, token };
  await writeFileAtomic(controlFileIn(dataFolder), `${JSON.stringify(file)}\n`, { mode: 0o600 });
}

/**
 * Lets commands of this PC's user in while the terminal holds the data folder: see command-line-door.ts for what they may do. Closing it
 * cuts them off; what they have submitted goes on.
 */
export async function serveControl(options: ControlOptions): Promise<ControlServer> {
  const { app, dataFolder, profile, version } = options;
  const token = randomBytes(32).toString('base64url');
  const greeting: ControlGreeting = {
    version,
    profile: { label: profile.label, kind: profile.kind },
    help: profile.help,
    exchange: exchangeFingerprint(profile),
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    answerCommandLine(socket, { app, token, greeting });
  });
  server.maxConnections = MOST_CONNECTIONS;
  try {
    await open(server, dataFolder, token);
  } catch (cause) {
    // Commands cannot come in; the terminal goes on without them.
    app.onTrouble(cause);
  }
  server.on('error', app.onTrouble);
  return {
    close: async () => {
      rmSync(controlFileIn(dataFolder), { force: true });
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
