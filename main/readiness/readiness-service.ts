import type { ReadinessView } from '../../shared/contract/readiness.ts';
import type { Result } from '../../shared/lib/result.ts';

/** Who of the firm can log in after the cut-over, and what is missing for the others. */
export interface ReadinessService {
  view(): ReadinessView;
  /** Asks the exchange anew; its refusal stands in the view. */
  ask(): Promise<ReadinessView>;
  /** Replaces the imported list. Errors leave the former one as it was: those of reading, `user-list-invalid`. */
  importList(file: { fileName: string; open: () => AsyncIterable<Uint8Array> }): Promise<Result<ReadinessView>>;
  clearImport(): Promise<ReadinessView>;
  subscribe(listener: (view: ReadinessView) => void): () => void;
  close(): void;
}
