import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import { forgetPlace } from './place-actions.ts';
import { usePlace, usePlaceState } from './place-feature.ts';

/** Whether this host can open a file manager; where it cannot, paths are copied. */
export function useShowsPlaces(): boolean {
  return useTerminalState(({ status }) => status?.host === 'electron');
}

/** What became of the last wish to see a place: its path, or why it is not shown. Goes away with the panel. */
export function PlaceAnswer() {
  const { t } = useTranslation('place');
  const feature = usePlace();
  const { told, failure } = usePlaceState((state) => state);
  useEffect(() => () => forgetPlace(feature), [feature]);
  return (
    <div role="status" className="place-answer">
      {told && (
        <Notice
          tone="info"
          actions={
            <Button
              variant="quiet"
              aria-label={t('close')}
              onPress={() => forgetPlace(feature)}
              icon={<X aria-hidden size={14} />}
            />
          }
        >
          {t(told.isCopied ? 'copied' : 'notCopied')} <code className="place-path">{told.path}</code>{' '}
          <CopyButton text={told.path} label={t('copyPath')} />
        </Notice>
      )}
      {failure && (
        <Notice tone="warning">
          <ErrorWords error={failure} />
        </Notice>
      )}
    </div>
  );
}
