import { Send } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../shared/contract/submission.ts';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime, formatSize } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { ChannelChoice, useChannel } from './channel-choice.tsx';
import { keepHeldFile, removeDraft, submitDraft } from './draft-actions.ts';
import { idleDraftWork, useSubmission, useSubmissionState } from './submission-feature.ts';

/** The element that gets the focus back once a question in its place was answered. */
function useFocusBack(asks: boolean): RefObject<HTMLFieldSetElement | null> {
  const place = useRef<HTMLFieldSetElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && !asks) place.current?.focus();
    asked.current = asks;
  }, [asks]);
  return place;
}

/** Submit and Cancel of one draft, the question about replacing, and why Submit cannot be pressed. */
export function DraftSubmit({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const work = useSubmissionState((state) => state.work[draft.draftId] ?? idleDraftWork);
  const loggedIn = useLoginState(({ sessions }) => sessions?.ecp.kind === 'logged-in');
  const refused = draft.findings.some(({ level }) => level === 'refusal');
  const { folderId, identity, participantCode, inputDate } = draft;
  const incomplete = [folderId, identity, participantCode, inputDate].includes(null);
  const channel = useChannel();
  const mayGo = loggedIn || channel === 'sftp';
  const send = (replace: boolean) =>
    void submitDraft(feature, draft.draftId, { replace, despiteRefusal: refused, channel });
  const [asksRemove, setAsksRemove] = useState(false);
  const buttons = useFocusBack(asksRemove || work.asksReplace);
  if (asksRemove) return <RemoveQuestion draft={draft} onKeep={() => setAsksRemove(false)} />;
  if (work.asksReplace) return <ReplaceQuestion draft={draft} onReplace={() => send(true)} />;
  const hint = incomplete ? t('hint.incomplete') : mayGo ? (refused ? t('hint.refused') : '') : t('hint.notLoggedIn');
  return (
    <>
      {work.error && (
        <Notice tone="danger" announce>
          <ErrorWords error={work.error} />
        </Notice>
      )}
      <ChannelChoice />
      <fieldset ref={buttons} tabIndex={-1} className="form-actions">
        <Button
          variant="primary"
          icon={<Send aria-hidden size={14} />}
          onPress={() => send(false)}
          busy={work.sending}
          isDisabled={incomplete || refused || !mayGo}
        >
          {t('submit')}
        </Button>
        <Button onPress={() => setAsksRemove(true)} isDisabled={work.sending}>
          {t('cancel')}
        </Button>
        <span className="muted">{hint}</span>
        {refused && !incomplete && mayGo && (
          <Button variant="quiet" onPress={() => send(false)} busy={work.sending}>
            {t('submitAnyway')}
          </Button>
        )}
      </fieldset>
    </>
  );
}

interface QuestionProps {
  readonly title: string;
  readonly onEscape: () => void;
  readonly children: ReactNode;
  readonly actions: ReactNode;
}

/** A question in place of the buttons that led to it. It takes the focus; Escape takes the harmless way out. */
function Question({ title, onEscape, children, actions }: QuestionProps) {
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onEscape();
  };
  return (
    <fieldset ref={group} tabIndex={-1} className="question" aria-label={title} onKeyDown={onKeyDown}>
      <Notice tone="warning" announce actions={actions}>
        <strong>{title}</strong>
        {children}
      </Notice>
    </fieldset>
  );
}

/** Asks before a draft goes: what was chosen in it would have to be chosen anew. */
function RemoveQuestion({ draft, onKeep }: { readonly draft: Draft; readonly onKeep: () => void }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  return (
    <Question
      title={t('remove.title', { name: draft.fileName })}
      onEscape={onKeep}
      actions={
        <>
          <Button onPress={() => void removeDraft(feature, draft.draftId)}>{t('remove.yes')}</Button>
          <Button onPress={onKeep}>{t('remove.no')}</Button>
        </>
      }
    >
      <p>{t('remove.explain')}</p>
    </Question>
  );
}

interface ReplaceQuestionProps {
  readonly draft: Draft;
  readonly onReplace: () => void;
}

/** Asks in place before a file that the exchange holds is replaced (seed ECP FAQ item 25), and shows which one. */
function ReplaceQuestion({ draft, onReplace }: ReplaceQuestionProps) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const sending = useSubmissionState((state) => state.work[draft.draftId]?.sending ?? false);
  const keep = () => keepHeldFile(feature, draft.draftId);
  return (
    <Question
      title={t('replace.title')}
      onEscape={keep}
      actions={
        <>
          <Button variant="danger" onPress={onReplace} busy={sending}>
            {t('replace.yes')}
          </Button>
          <Button onPress={keep} isDisabled={sending}>
            {t('replace.no')}
          </Button>
        </>
      }
    >
      <p>{t('replace.explain', { name: draft.fileName })}</p>
      <HeldFile draft={draft} />
    </Question>
  );
}

/** The file that the exchange holds under this name, as far as the check told. */
function HeldFile({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submission');
  const details = draft.findings.find(({ reason }) => reason === 'already-held-other')?.details ?? {};
  const { receivedAt, size, sha256, submittedBy } = details;
  return (
    <dl className="facts">
      {typeof receivedAt === 'number' && (
        <>
          <dt>{t('replace.receivedAt')}</dt>
          <dd className="tabular">{formatDateTime(receivedAt)}</dd>
        </>
      )}
      {typeof size === 'number' && (
        <>
          <dt>{t('column.size')}</dt>
          <dd className="tabular">{formatSize(size)}</dd>
        </>
      )}
      {typeof submittedBy === 'string' && (
        <>
          <dt>{t('replace.by')}</dt>
          <dd>{submittedBy}</dd>
        </>
      )}
      {typeof sha256 === 'string' && (
        <>
          <dt>{t('replace.held')}</dt>
          <dd>
            <code>{sha256.slice(0, 16)}…</code>
          </dd>
        </>
      )}
      <dt>{t('replace.yours')}</dt>
      <dd>
        <code>{draft.sha256.slice(0, 16)}…</code>
      </dd>
    </dl>
  );
}
