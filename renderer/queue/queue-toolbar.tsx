import { ListX, Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changeSettings, useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { formatSize } from '../ui/format.ts';
import { SelectField } from '../ui/select-field.tsx';
import { clearDone, filterQueue, pauseQueue } from './queue-actions.ts';
import { queueFilters, useQueue, useQueueState } from './queue-feature.ts';

/** KB per second. */
const limits = [128, 256, 512, 1024, 2048, 5120, 10_240] as const;
const NO_LIMIT = 'none';

/** What can be done with the whole queue. */
export function QueueToolbar() {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const paused = useQueueState(({ totals }) => totals?.paused ?? false);
  const over = useQueueState(({ totals }) => (totals ? totals.counts.done + totals.counts.refused : 0));
  return (
    <div className="queue-toolbar" role="toolbar" aria-label={t('toolbar')}>
      <Button
        icon={paused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
        variant={paused ? 'primary' : 'plain'}
        onPress={() => void pauseQueue(feature, !paused)}
      >
        {t(paused ? 'resumeAll' : 'pauseAll')}
      </Button>
      <Button icon={<ListX aria-hidden size={14} />} isDisabled={over === 0} onPress={() => void clearDone(feature)}>
        {t('clearDone')}
      </Button>
      <SpeedLimit />
      <Filter />
    </div>
  );
}

function SpeedLimit() {
  const { t } = useTranslation('queue');
  const terminal = useTerminal();
  const chosen = useTerminalState(({ settings }) => settings?.speedLimitKilobytesPerSecond ?? null);
  const offered = chosen === null || limits.some((limit) => limit === chosen) ? limits : [...limits, chosen];
  return (
    <SelectField
      label={t('speedLimit')}
      className="queue-choice"
      value={chosen === null ? NO_LIMIT : String(chosen)}
      placeholder={t('noLimit')}
      choices={[
        { id: NO_LIMIT, text: t('noLimit') },
        ...offered.map((limit) => ({ id: String(limit), text: `${formatSize(limit * 1024)}/s` })),
      ]}
      onChange={(choice) => {
        const speedLimitKilobytesPerSecond = choice === NO_LIMIT ? null : Number(choice);
        void changeSettings(terminal, { speedLimitKilobytesPerSecond });
      }}
    />
  );
}

function Filter() {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const filter = useQueueState((state) => state.filter);
  return (
    <SelectField
      label={t('show')}
      className="queue-choice"
      value={filter}
      placeholder={t('filter.all')}
      choices={queueFilters.map((id) => ({ id, text: t(`filter.${id}`) }))}
      onChange={(choice) => filterQueue(feature, queueFilters.find((id) => id === choice) ?? 'all')}
    />
  );
}
