import { useTranslation } from 'react-i18next';
import type { Phase, PolicyState } from '../../shared/contract/policy.ts';
import { formatDay } from '../ui/format.ts';
import { useLoginState } from './login-feature.ts';

type Timeline = NonNullable<PolicyState['timeline']>;
type Progress = 'over' | 'now' | 'coming' | 'unknown';

function progressOf({ phases, current }: Timeline, position: number): Progress {
  if (current === null) return 'unknown';
  const now = phases.findIndex(({ phase }) => phase === current);
  if (position === now) return 'now';
  return position < now ? 'over' : 'coming';
}

/** The phases of the change to 2FA with their dates, which of them it is now, and the days left of it. Words carry it all. */
export function TransitionTimeline() {
  const { t } = useTranslation('policy');
  const timeline = useLoginState(({ policy }) => policy?.timeline ?? null);
  const known = useLoginState(({ policy }) => policy !== null && policy.trouble !== 'not-known-yet');
  return (
    <section className="timeline" aria-label={t('timeline.label')}>
      {timeline && (
        <ol>
          {timeline.phases.map(({ phase }, position) => (
            <TimelinePhase key={phase} phase={phase} position={position} timeline={timeline} />
          ))}
        </ol>
      )}
      {(!known || timeline?.current === null) && <p className="muted">{t('timeline.unknown')}</p>}
    </section>
  );
}

interface TimelinePhaseProps {
  readonly phase: Phase;
  readonly position: number;
  readonly timeline: Timeline;
}

function TimelinePhase({ phase, position, timeline }: TimelinePhaseProps) {
  const { t } = useTranslation('policy');
  const progress = progressOf(timeline, position);
  const { startsAt } = timeline.phases[position] ?? { startsAt: 0 };
  const next = timeline.phases[position + 1];
  // The first phase is how it always was: what matters of it is its end.
  const when =
    position === 0 && next
      ? t('timeline.before', { day: formatDay(next.startsAt) })
      : t('timeline.from', { day: formatDay(startsAt) });
  return (
    <li className={`timeline-${progress}`} aria-current={progress === 'now' ? 'step' : undefined}>
      <span className="timeline-mark" aria-hidden />
      <strong>{t(`timeline.phase.${phase}`)}</strong> <span className="tabular">{when}</span>{' '}
      {progress === 'now' && <TimeLeft daysLeft={timeline.daysLeft} />}
      {progress === 'over' && <span className="muted">{t('timeline.over')}</span>}
    </li>
  );
}

function TimeLeft({ daysLeft }: { readonly daysLeft: number | null }) {
  const { t } = useTranslation('policy');
  const today = daysLeft === null ? t('timeline.now') : t('timeline.lastDay');
  return <span className="timeline-left">{daysLeft ? t('timeline.daysLeft', { count: daysLeft }) : today}</span>;
}
