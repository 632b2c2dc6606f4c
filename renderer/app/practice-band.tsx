import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { useFrame, useFrameState } from './frame-feature.ts';
import { openPracticePage, type PracticePage } from './open-practice-page.ts';

const pages: readonly PracticePage[] = ['clock', 'mailbox', 'ccms', 'start'];
const openTab = (url: string) => window.open(url, '_blank', 'noopener');

/** The permanent band of a profile that is not production: nobody may take an exercise for the real thing, or the reverse. */
export function PracticeBand() {
  const { t } = useTranslation('app');
  const { client } = useTerminal();
  const frame = useFrame();
  const profile = useTerminalState(({ status }) => status?.profile ?? null);
  const error = useFrameState((state) => state.practiceError);
  if (!profile || profile.kind === 'production') return null;
  return (
    <section className="band" aria-label={t(`band.${profile.kind}.region`)} data-region>
      <FlaskConical aria-hidden size={16} />
      <strong>{t(`band.${profile.kind}.word`)}</strong>
      <span className="band-words">{profile.kind === 'practice' ? t('band.practice.words') : profile.label}</span>
      {error && (
        <span role="alert">
          <ErrorWords error={error} />
        </span>
      )}
      {profile.kind === 'practice' && (
        <span className="band-actions">
          {pages.map((page) => (
            <Button key={page} variant="quiet" onPress={() => void openPracticePage({ client, frame, openTab }, page)}>
              {t(`band.open.${page}`)}
            </Button>
          ))}
        </span>
      )}
    </section>
  );
}
