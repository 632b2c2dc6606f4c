import { applyAnswer, applyDrafts, applySubmissions } from './apply-submission.ts';
import type { SubmissionFeature } from './submission-feature.ts';

/** Queries drafts, submissions and folders. */
export async function loadSubmission(feature: SubmissionFeature): Promise<void> {
  const [drafts, submissions] = await Promise.all([
    feature.client.call('draft/list', {}),
    feature.client.call('submission/list', {}),
  ]);
  if (drafts.ok) applyDrafts(feature, drafts.value);
  if (submissions.ok) applySubmissions(feature, submissions.value);
  await loadFolders(feature);
}

/** Queries the folders that the functions of this user open; without an ECP session there are none. */
export async function loadFolders(feature: SubmissionFeature): Promise<void> {
  const folders = await feature.client.call('folder/list', {});
  feature.store.setState({ folders: folders.ok ? folders.value : [], foldersError: folders.ok ? null : folders.error });
}

/** Queries whether files can be sent by SFTP now. */
export async function loadChannels(feature: SubmissionFeature): Promise<void> {
  const channels = await feature.client.call('submission/channels', {});
  feature.store.setState({ sftpReady: channels.ok && channels.value.sftp === null });
}

export type SubmissionCommand = 'submission/cancel' | 'submission/retry' | 'submission/ask';

/** Runs a command on a submission; a refusal stands in its row. */
export async function commandSubmission(
  feature: SubmissionFeature,
  command: SubmissionCommand,
  submissionId: string,
): Promise<void> {
  const result = await feature.client.call(command, { submissionId });
  if (result.ok) applyAnswer(feature, result.value);
  else {
    const { error } = result;
    feature.store.setState(({ rowErrors }) => ({ rowErrors: { ...rowErrors, [submissionId]: error } }));
  }
}

/** Opens the receipt of a submission. */
export async function openReceipt(feature: SubmissionFeature, submissionId: string): Promise<void> {
  const result = await feature.client.call('submission/receipt', { submissionId });
  if (result.ok) feature.store.setState({ receipt: result.value });
  else {
    const { error } = result;
    feature.store.setState(({ rowErrors }) => ({ rowErrors: { ...rowErrors, [submissionId]: error } }));
  }
}

/** Closes the receipt. */
export function closeReceipt(feature: SubmissionFeature): void {
  feature.store.setState({ receipt: null });
}
