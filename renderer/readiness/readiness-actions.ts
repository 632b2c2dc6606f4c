import type { ReadinessView } from '../../shared/contract/readiness.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { ReadinessFeature, ReadinessState } from './readiness-feature.ts';
import type { UserQuery } from './select-users.ts';

/** Queries what the program knows. */
export async function loadReadiness(feature: ReadinessFeature): Promise<void> {
  const view = await feature.client.call('readiness/view', {});
  if (view.ok) feature.store.setState({ view: view.value });
}

async function run(
  feature: ReadinessFeature,
  task: NonNullable<ReadinessState['task']>,
  request: () => Promise<Result<ReadinessView>>,
): Promise<void> {
  if (feature.store.getState().task !== null) return;
  feature.store.setState({ task, importError: null });
  const view = await request();
  if (view.ok) feature.store.setState({ task: null, view: view.value });
  else feature.store.setState({ task: null, importError: view.error });
}

/** Asks the exchange for its list. */
export function askExchange(feature: ReadinessFeature): Promise<void> {
  return run(feature, 'ask', () => feature.client.call('readiness/ask', {}));
}

/** Replaces the imported list by a file. */
export function importList(feature: ReadinessFeature, file: File): Promise<void> {
  return run(feature, 'import', () => feature.client.addFile(file, 'user-list', () => undefined));
}

/** Forgets the imported list. */
export function clearImport(feature: ReadinessFeature): Promise<void> {
  return run(feature, 'clear', () => feature.client.call('readiness/clearImport', {}));
}

/** Changes filter or order. */
export function changeUserQuery(feature: ReadinessFeature, change: Partial<UserQuery>): void {
  feature.store.setState(({ query }) => ({ query: { ...query, ...change } }));
}
