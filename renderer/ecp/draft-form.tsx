import { FolderOpen } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Draft, Folder } from '../../shared/contract/submission.ts';
import { changeSettings, useTerminal } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { Checksum } from '../ui/checksum.tsx';
import { DateEntry } from '../ui/date-entry.tsx';
import { formatSize, formatTime } from '../ui/format.ts';
import { type Choice, SelectField } from '../ui/select-field.tsx';
import { changeDraft, type DraftChange } from './draft-actions.ts';
import { DraftFindings } from './draft-findings.tsx';
import { DraftSubmit } from './draft-submit.tsx';
import { useSubmission, useSubmissionState } from './submission-feature.ts';

interface DraftFormProps {
  readonly draft: Draft;
  readonly onFiles: (files: readonly File[]) => void;
}

const choice = (text: string): Choice => ({ id: text, text });

/** The choices of a field: what the exchange offers, and the draft's own value where it is not among them. */
function choicesOf(offered: readonly string[] | undefined, own: string | null): readonly Choice[] {
  const known = offered ?? [];
  return (own === null || known.includes(own) ? known : [own, ...known]).map(choice);
}

/** The exchange's submission form for one draft (seed ECP FAQ item 23). */
export function DraftForm({ draft, onFiles }: DraftFormProps) {
  const { t } = useTranslation('submission');
  return (
    <div className="draft-form">
      <div className="draft-fields">
        <DraftFields draft={draft} />
      </div>
      <div className="draft-file">
        <span className="field-label">{t('file')}</span>
        <span className="file-name">{draft.fileName}</span>
        <span className="muted tabular">{formatSize(draft.size)}</span>
        <FileTrigger allowsMultiple onSelect={(files) => files && onFiles([...files])}>
          <Button icon={<FolderOpen aria-hidden size={14} />}>{t('browse')}</Button>
        </FileTrigger>
        <span className="muted">{t('dropHint')}</span>
      </div>
      <div className="draft-checksum">
        <span className="field-label">SHA-256</span>
        <Checksum sha256={draft.sha256} />
      </div>
      <DraftFindings draft={draft} />
      <DraftSubmit draft={draft} />
    </div>
  );
}

/** Folder, identity, participant code and Input Date. What is chosen is proposed again for the next file. */
function DraftFields({ draft }: { readonly draft: Draft }) {
  const { t, i18n } = useTranslation('submission');
  const feature = useSubmission();
  const terminal = useTerminal();
  const folders = useSubmissionState((state) => state.folders);
  const folder = folders.find(({ folderId }) => folderId === draft.folderId);
  const change = (fields: DraftChange) => void changeDraft(feature, draft.draftId, fields);
  const title = ({ code, title }: Folder) => `${code}  ${i18n.language === 'zh-Hant' ? title.zhHant : title.en}`;
  const folderChoices = folders.map((known) => ({ id: known.folderId, text: title(known) }));
  if (draft.folderId !== null && !folder) folderChoices.unshift({ id: draft.folderId, text: draft.folderId });
  return (
    <>
      <SelectField
        label={t('folder')}
        className="field-folder"
        choices={folderChoices}
        value={draft.folderId}
        placeholder={t('chooseFolder')}
        onChange={(folderId) => {
          change({ folderId });
          void changeSettings(terminal, { lastFolderId: folderId });
        }}
      />
      {folder && <FolderFacts folder={folder} />}
      <SelectField
        label={t('identity')}
        choices={choicesOf(folder?.identities, draft.identity)}
        value={draft.identity}
        placeholder={t('chooseIdentity')}
        onChange={(identity) => {
          change({ identity });
          void changeSettings(terminal, { lastIdentity: identity });
        }}
      />
      <SelectField
        label={t('participantCode')}
        className="field-code"
        choices={choicesOf(folder?.participantCodes, draft.participantCode)}
        value={draft.participantCode}
        placeholder={t('chooseCode')}
        onChange={(participantCode) => {
          change({ participantCode });
          void changeSettings(terminal, { lastParticipantCode: participantCode });
        }}
      />
      <DateEntry
        label={t('inputDate')}
        value={draft.inputDate}
        note={folder && t(`meaning.${folder.inputDateMeaning}`)}
        onChange={(day) => change({ inputDate: day ?? '' })}
        isInvalid={draft.findings.some((finding) => finding.check === 'input-date' && finding.level === 'refusal')}
      />
    </>
  );
}

function FolderFacts({ folder }: { readonly folder: Folder }) {
  const { t } = useTranslation('submission');
  return (
    <p className="field-beside muted">
      {folder.dueAt !== null && <span>{t('dueToday', { time: formatTime(folder.dueAt).slice(0, 5) })} · </span>}
      <span>{t('limit', { size: formatSize(folder.maxBytes) })}</span>
    </p>
  );
}
