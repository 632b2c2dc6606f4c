/** A started card process, whichever way the host starts processes. */
export interface CardProcess {
  /** Copies the message at once; messages after its end are lost. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  /** Ends it at once, even inside a module that ignores every polite signal. */
  kill(): void;
}

export type SpawnCard = () => CardProcess;
