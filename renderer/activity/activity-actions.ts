import type { ActivityFeature, ActivityQuery } from './activity-feature.ts';

/** As the contract takes it. */
const LONGEST_TEXT = 100;

/** Asks for the rows of the present filter; only the newest question's answer is shown. */
export async function loadActivity(feature: ActivityFeature): Promise<void> {
  feature.counter.last += 1;
  const mine = feature.counter.last;
  feature.store.setState({ loading: true });
  const result = await feature.client.call('activity/query', feature.store.getState().query);
  if (mine !== feature.counter.last) return;
  if (result.ok) feature.store.setState({ page: result.value, error: null, loading: false });
  else feature.store.setState({ error: result.error, loading: false });
}

/** Changes filter or order and asks anew. */
export function changeQuery(feature: ActivityFeature, change: Partial<ActivityQuery>): Promise<void> {
  feature.store.setState(({ query }) => ({ query: { ...query, ...change } }));
  return loadActivity(feature);
}

/** Asks the exchange what it has under a name, whatever was filtered before. */
export function findByName(feature: ActivityFeature, fileName: string): Promise<void> {
  return changeQuery(feature, { text: fileName.slice(0, LONGEST_TEXT), verdict: null, from: null, to: null });
}

/** Shows the details of a row, or none. */
export function showRow(feature: ActivityFeature, reference: string | null): void {
  feature.store.setState({ shown: reference });
}

/** Compares a local file with what the exchange holds. */
export async function checkFile(feature: ActivityFeature, file: File): Promise<void> {
  const fileName = file.name;
  feature.store.setState({ check: { kind: 'reading', fileName, part: 0 } });
  const result = await feature.client.addFile(file, 'check', (part) =>
    feature.store.setState({ check: { kind: 'reading', fileName, part } }),
  );
  feature.store.setState({
    check: result.ok ? { kind: 'done', result: result.value } : { kind: 'failed', fileName, error: result.error },
  });
}

/** Puts the outcome of a check away. */
export function closeCheck(feature: ActivityFeature): void {
  feature.store.setState({ check: null });
}
