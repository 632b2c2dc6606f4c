import { FolderOpen } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { useLoginState } from '../login/login-feature.ts';
import { QueuePausedNotice } from '../queue/queue-paused-notice.tsx';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { SftpOnlyNotice } from '../transfers/sftp-only-notice.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import { useIncomingFiles } from '../ui/use-incoming-files.ts';
import { selectedDraft } from './apply-submission.ts';
import { addFiles } from './draft-actions.ts';
import { DraftForm } from './draft-form.tsx';
import { DraftList } from './draft-list.tsx';
import { ReceiptDialog } from './receipt-dialog.tsx';
import { useSubmission, useSubmissionState } from './submission-feature.ts';
import { SubmissionList } from './submission-list.tsx';

/** Submit to ECP: the chosen files as drafts, one of them as a form, and what became of the ones that were sent. */
export function SubmitScreen() {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const draft = useSubmissionState(selectedDraft);
  const take = useCallback((files: readonly File[]) => void addFiles(feature, files), [feature]);
  const hovering = useIncomingFiles(take);
  const screen = useRef<HTMLElement>(null);
  const shownId = draft?.draftId ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another draft is shown
  useEffect(() => {
    // The control that had the focus went away with its draft; the keyboard goes on from the top of the screen.
    if (document.activeElement === document.body) screen.current?.focus();
  }, [shownId]);
  return (
    <section
      ref={screen}
      tabIndex={-1}
      className={`screen submit-screen ${hovering ? 'is-drop-target' : ''}`}
      aria-labelledby="submit-title"
    >
      <header className="screen-header">
        <h1 id="submit-title">{t('title')}</h1>
        <WhoSubmits />
      </header>
      <ClosedToUser />
      <SftpOnlyNotice />
      <OpenSubmissions />
      <QueuePausedNotice />
      <DraftList />
      {draft ? <DraftForm key={draft.draftId} draft={draft} onFiles={take} /> : <ChooseFirst onFiles={take} />}
      <SubmissionList />
      <ReceiptDialog />
    </section>
  );
}

/** Who submits, or what is needed before anything can be submitted. Drafts can be made without a session. */
function WhoSubmits() {
  const { t } = useTranslation('submission');
  const frame = useFrame();
  const state = useLoginState(({ sessions }) => sessions?.ecp ?? null);
  if (state?.kind === 'logged-in') return <p className="muted">{t('loggedInAs', { user: state.userId })}</p>;
  return (
    <Notice tone="warning" actions={<Button onPress={() => showScreen(frame, 'ecp-login')}>{t('goToLogin')}</Button>}>
      {t('needsLogin')}
    </Notice>
  );
}

/** What the exchange said instead of naming this user's folders. */
function ClosedToUser() {
  const error = useSubmissionState((state) => state.foldersError);
  const loggedIn = useLoginState(({ sessions }) => sessions?.ecp.kind === 'logged-in');
  if (!error || !loggedIn) return null;
  return (
    <Notice tone="danger" announce>
      <ErrorWords error={error} />
    </Notice>
  );
}

/** A crash or a cut left submissions open: they are finished after the next log-in. */
function OpenSubmissions() {
  const { t } = useTranslation('submission');
  const count = useTerminalState(({ status }) => status?.openSubmissions ?? 0);
  const loggedIn = useLoginState(({ sessions }) => sessions?.ecp.kind === 'logged-in');
  if (count === 0 || loggedIn) return null;
  return <Notice tone="doubt">{t('openSubmissions', { count })}</Notice>;
}

interface ChooseFirstProps {
  readonly onFiles: (files: readonly File[]) => void;
}

function ChooseFirst({ onFiles }: ChooseFirstProps) {
  const { t } = useTranslation('submission');
  return (
    <div className="choose-first">
      <FileTrigger allowsMultiple onSelect={(files) => files && onFiles([...files])}>
        <Button variant="primary" icon={<FolderOpen aria-hidden size={16} />}>
          {t('chooseFile')}
        </Button>
      </FileTrigger>
      <p>{t('chooseHint')}</p>
      <p className="muted">{t('nameHint')}</p>
    </div>
  );
}
