import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../shared/contract/submission.ts';
import { useLoginState } from '../login/login-feature.ts';
import { changeSettings, useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { loadChannels } from './submission-actions.ts';
import { useSubmission, useSubmissionState } from './submission-feature.ts';

/** The channel by which Submit sends: the one chosen last, as long as it can be used. */
export function useChannel(): Channel {
  const last = useTerminalState(({ settings }) => settings?.lastChannel ?? 'web');
  const sftpReady = useSubmissionState((state) => state.sftpReady);
  return sftpReady ? last : 'web';
}

/** Web or SFTP, where there is a choice: the profile has SFTP and this terminal a key for it. */
export function ChannelChoice() {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const terminal = useTerminal();
  const sftpReady = useSubmissionState((state) => state.sftpReady);
  const channel = useChannel();
  const loggedIn = useLoginState(({ sessions }) => sessions?.ecp.kind === 'logged-in');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log in may bring the name that a key belongs to
  useEffect(() => void loadChannels(feature), [feature, loggedIn]);
  if (!sftpReady) return null;
  return (
    <ChoiceGroup
      label={t('channel.label')}
      value={channel}
      choices={[
        { id: 'web', text: t('channel.web') },
        { id: 'sftp', text: t('channel.sftp') },
      ]}
      onChange={(lastChannel) => void changeSettings(terminal, { lastChannel })}
    />
  );
}
