import type { CallInput } from '../../shared/contract/index.ts';
import type { Client } from '../client/client.ts';
import type { FrameFeature } from './frame-feature.ts';

export type PracticePage = CallInput<'practice/open'>['page'];

export interface PracticeOpener {
  readonly client: Client;
  readonly frame: FrameFeature;
  /** Opens an address in a new tab without giving it access to this page. */
  readonly openTab: (url: string) => void;
}

/** Opens a page of the practice exchange: Electron does it itself, under the web host this page does. */
export async function openPracticePage({ client, frame, openTab }: PracticeOpener, page: PracticePage): Promise<void> {
  const result = await client.call('practice/open', { page });
  frame.store.setState({ practiceError: result.ok ? null : result.error });
  if (result.ok && result.value.kind === 'address') openTab(result.value.url);
}
