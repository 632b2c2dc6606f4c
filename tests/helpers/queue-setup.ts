import { createSftp } from '../../main/app/create-sftp.ts';
import type { SftpDoor } from '../../main/submission/sftp/sftp-door.ts';
import type { SpeedLimit } from '../../main/transfer/speed-limit.ts';
import { type UploadOutcome, usualDeadlines } from '../../main/transfer/transfer.ts';
import type { QueueItem, QueueTotals } from '../../shared/contract/queue.ts';
import type { Channel } from '../../shared/contract/submission.ts';
import { ok } from '../../shared/lib/result.ts';
import { SFTP_USER, type SftpPractice, setUpSftpPractice } from './sftp-practice.ts';
import {
  connectTo,
  type ExchangeSide,
  good,
  incoming,
  openService,
  type ServiceSetup,
  shortWait,
  temporaryFolder,
} from './submission-setup.ts';

/** Waits of a second and more are attempts that are put off: they last until the test lets them end, or their signal does. */
const PUT_OFF_MS = 1_000;

/** The queue over a practice exchange, both channels, a real ledger, and the pauses between attempts in the test's hand. */
export class QueueSetup {
  readonly practice: SftpPractice;
  readonly side: ExchangeSide;
  readonly local: Awaited<ReturnType<typeof temporaryFolder>>;
  service!: ServiceSetup;
  readonly outcomes: UploadOutcome[] = [];
  /** Called in the middle of an upload, with the bytes that the server has taken. */
  onTaken: (sentBytes: number) => void = () => undefined;
  /** How many uploads are under way, and were at most. */
  underWay = 0;
  most = 0;
  limit: Pick<SpeedLimit, 'take'> = { take: async () => undefined };
  #door: SftpDoor | null = null;
  readonly #putOff = new Set<{ readonly ms: number; readonly end: () => void }>();

  private constructor(practice: SftpPractice, side: ExchangeSide, local: Awaited<ReturnType<typeof temporaryFolder>>) {
    this.practice = practice;
    this.side = side;
    this.local = local;
  }

  static async open(): Promise<QueueSetup> {
    const practice = await setUpSftpPractice();
    const side = connectTo(practice.exchange);
    const setup = new QueueSetup(practice, side, await temporaryFolder());
    await side.logIn();
    await setup.start();
    good(await setup.service.service.listFolders());
    return setup;
  }

  #watch(door: SftpDoor): SftpDoor {
    return {
      ...door,
      open: async (signal) => {
        const connection = await door.open(signal);
        if (!connection.ok) return connection;
        return ok({
          ...connection.value,
          upload: async (order) => {
            this.underWay += 1;
            this.most = Math.max(this.most, this.underWay);
            const onProgress = (sentBytes: number) => {
              this.onTaken(sentBytes);
              order.onProgress(sentBytes);
            };
            const outcome = await connection.value.upload({ ...order, onProgress });
            this.underWay -= 1;
            this.outcomes.push(outcome);
            return outcome;
          },
        });
      },
    };
  }

  async start(): Promise<void> {
    const identity = async () => ok({ userName: SFTP_USER, privateKeys: [this.practice.privateKey] });
    const door = createSftp(this.practice.exchange.profile, { identity }, usualDeadlines);
    if (!door) throw new Error('the practice exchange has SFTP');
    this.#door?.close();
    this.#door = door;
    this.service = await openService({
      dataFolder: this.local.folder,
      ...this.side,
      sftp: this.#watch(door),
      limit: { take: (bytes, signal) => this.limit.take(bytes, signal), bytesPerSecond: () => null },
      wait: (ms, signal) => (ms < PUT_OFF_MS ? shortWait(ms, signal) : this.#wait(ms, signal)),
    });
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = { ms, end: resolve };
    this.#putOff.add(waiting);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.#putOff.delete(waiting);
  }

  /** The pauses that are waited for, in ms. */
  pauses(): readonly number[] {
    return [...this.#putOff].map(({ ms }) => Math.round(ms / 1000) * 1000);
  }

  /** The time of all attempts that were put off has come. */
  letTimePass(): void {
    for (const { end } of [...this.#putOff]) end();
  }

  async restart(): Promise<void> {
    await this.service.close();
    await this.start();
  }

  /** Adds a file for a day of May 2026 and submits it. */
  async submit(day: number, content: string | readonly Uint8Array[], channel: Channel = 'sftp'): Promise<string> {
    const { service } = this.service;
    const fileName = `SD_01234_202605${String(day).padStart(2, '0')}.csv`;
    const { draftId } = good(await service.addFile(incoming(fileName, content)));
    good(await service.submit({ draftId, replace: false, despiteRefusal: true, channel }));
    return draftId;
  }

  items(): readonly QueueItem[] {
    return this.service.service.queue.list({ offset: 0, limit: 100, states: null }).items;
  }

  item(submissionId: string): QueueItem | null {
    return this.items().find((each) => each.submissionId === submissionId) ?? null;
  }

  state(submissionId: string): QueueItem['state'] | null {
    return this.item(submissionId)?.state ?? null;
  }

  totals(): QueueTotals {
    return this.service.service.queue.list({ offset: 0, limit: 1, states: null }).totals;
  }

  kindsOf(submissionId: string): readonly string[] {
    return this.service.ledger.journalOf(submissionId).map((row) => row.kind);
  }

  files() {
    return this.practice.exchange.control.files();
  }

  async close(): Promise<void> {
    await this.service.close();
    this.#door?.close();
    await this.side.close();
    await this.practice.close();
    await this.local.remove();
  }
}
