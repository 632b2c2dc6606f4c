import { execFile, spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { forkCard } from '../../main/app/fork-card.ts';
import type { CardTiming } from '../../main/smartcard/card-timing.ts';
import { createSmartCard } from '../../main/smartcard/create-smart-card.ts';
import type { CardSignRequest, SmartCard } from '../../main/smartcard/smart-card.ts';
import type { SpawnCard } from '../../main/smartcard/spawn-card.ts';
import type { CardState } from '../../shared/contract/card.ts';
import { makeCardCertificate } from './card-certificate.ts';

/** Why the mock card cannot be had here; null where it can. */
export const noMockCard =
  process.platform !== 'linux'
    ? 'the mock card is a shared object of Linux'
    : spawnSync('gcc', ['--version']).error
      ? 'gcc is missing (apt-get install gcc)'
      : null;

const source = path.resolve(import.meta.dirname, 'pkcs11-mock/mock.c');
const entry = path.resolve(import.meta.dirname, '../../main/smartcard/card-process.ts');
export const cardProcess: SpawnCard = forkCard(entry);

/** Short, because the mock hangs on purpose; long enough for a busy machine to start a process. */
export const mockTiming: CardTiming = {
  pollMs: 50,
  openMs: 8_000,
  lookMs: 1_000,
  signMs: 1_000,
  pinPadMs: 1_000,
  restartMs: 10,
};

/** A module played by tests/helpers/pkcs11-mock/mock.c, and the files by which it is told what to do. */
export interface MockCard {
  readonly modulePath: string;
  readonly folder: string;
  /** Lines of `<function> <what> [<argument>]`; each is used up by the next call of its function. */
  plan(...lines: string[]): Promise<void>;
  /** One letter for each C_Login that the module got. */
  logins(): Promise<string>;
  write(name: string, content: string | Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** Begins anew: card in, three tries, nothing planned, nothing counted. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

async function textOf(file: string): Promise<string> {
  // Not written yet means that nothing was called yet.
  return readFile(file, 'utf8').catch(() => '');
}

/** Compiles the module into a new folder and makes it play a card with one certificate. */
export async function buildMockCard(): Promise<MockCard> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'card-mock-'));
  const modulePath = path.join(folder, 'mock.so');
  await promisify(execFile)('gcc', ['-O1', '-shared', '-fPIC', '-o', modulePath, source]);
  const at = (name: string) => path.join(folder, name);
  await writeFile(at('cert'), await makeCardCertificate('CHAN TAI MAN'));
  // The module reads it in the card process, which inherits it.
  process.env.MOCK_CARD = folder;
  const remove = (name: string) => rm(at(name), { force: true });
  return {
    modulePath,
    folder,
    plan: (...lines) => appendFile(at('plan'), lines.map((line) => `${line}\n`).join('')),
    logins: () => textOf(at('logins')),
    write: (name, content) => writeFile(at(name), content),
    remove,
    async reset() {
      const names = ['plan', 'tries', 'absent', 'noreader', 'pinpad', 'always', 'logins', 'signature', 'serial'];
      await Promise.all(names.map(remove));
    },
    async close() {
      delete process.env.MOCK_CARD;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The program's side of the reader, over this module. */
export function openMockCard(mock: MockCard, timing: Partial<CardTiming> = {}): SmartCard {
  const module = { modulePath: mock.modulePath, sha256: null, tokenLabel: null };
  return createSmartCard({ module, spawn: cardProcess, timing: { ...mockTiming, ...timing } });
}

/** Waits for a state of the card. */
export function cardState<K extends CardState['kind']>(
  card: SmartCard,
  kind: K,
  accept: (state: Extract<CardState, { kind: K }>) => boolean = () => true,
): Promise<Extract<CardState, { kind: K }>> {
  return new Promise((resolve) => {
    const look = (state: CardState) => {
      if (state.kind !== kind || !accept(state as Extract<CardState, { kind: K }>)) return;
      stop();
      resolve(state as Extract<CardState, { kind: K }>);
    };
    const stop = card.subscribe(look);
    look(card.state());
  });
}

/** The ID of the first certificate that is shown. */
export async function firstCertificate(card: SmartCard): Promise<string> {
  const { cards } = await cardState(card, 'present', ({ cards: [first] }) => (first?.certificates.length ?? 0) > 0);
  const id = cards[0]?.certificates[0]?.certificateId;
  if (!id) throw new Error('a certificate was just seen');
  return id;
}

/** What a press of the log-in button asks of the card. */
export function pressOf(certificateId: string, pin: string | null, confirmFinalTry = false): CardSignRequest {
  return {
    certificateId,
    algorithm: 'RS256',
    input: new TextEncoder().encode('header.payload'),
    pin: pin === null ? null : new TextEncoder().encode(pin),
    confirmFinalTry,
  };
}
