import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Draft, Folder, Progress, Receipt, Submission } from '../../shared/contract/submission.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

/** A file on its way into the program: copied and hashed there before it becomes a draft. */
export interface Intake {
  readonly key: number;
  readonly fileName: string;
  readonly size: number;
  /** 0 to 1 */
  readonly part: number;
  readonly error: AppError | null;
}

/** What the screen knows of a draft beyond the draft itself. */
export interface DraftWork {
  readonly sending: boolean;
  /** The operator is asked whether the file that the exchange holds may be replaced. */
  readonly asksReplace: boolean;
  readonly error: AppError | null;
}

export interface SubmissionState {
  readonly folders: readonly Folder[];
  /** Why the exchange gave no folders: 2000, for instance, for a user without an ECP function. */
  readonly foldersError: AppError | null;
  readonly drafts: readonly Draft[];
  /** Files can be sent by SFTP: the profile has it and this terminal a key for it. */
  readonly sftpReady: boolean;
  readonly selectedId: string | null;
  readonly intakes: readonly Intake[];
  readonly work: Readonly<Record<string, DraftWork>>;
  readonly submissions: readonly Submission[];
  readonly progress: Readonly<Record<string, Progress>>;
  /** What a command on a submission answered when it was refused. */
  readonly rowErrors: Readonly<Record<string, AppError>>;
  readonly receipt: Receipt | null;
}

export interface SubmissionFeature {
  readonly client: Client;
  readonly store: StoreApi<SubmissionState>;
  /** Changes of a draft that are still under way; Submit waits for them. */
  readonly pending: Map<string, Promise<void>>;
  readonly intakeCounter: { last: number };
}

export const idleDraftWork: DraftWork = { sending: false, asksReplace: false, error: null };

/** Makes the submission feature with an empty store. */
export function createSubmissionFeature(client: Client): SubmissionFeature {
  const empty: SubmissionState = {
    folders: [],
    foldersError: null,
    drafts: [],
    sftpReady: false,
    selectedId: null,
    intakes: [],
    work: {},
    submissions: [],
    progress: {},
    rowErrors: {},
    receipt: null,
  };
  return { client, store: createStore<SubmissionState>()(() => empty), pending: new Map(), intakeCounter: { last: 0 } };
}

const Context = createContext<SubmissionFeature | null>(null);
export const SubmissionProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useSubmission(): SubmissionFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useSubmissionState<T>(selector: (state: SubmissionState) => T): T {
  return useStore(useSubmission().store, useShallow(selector));
}
