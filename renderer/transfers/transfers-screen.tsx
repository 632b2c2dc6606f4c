import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../shared/contract/terminal.ts';
import { DownloadsPanel } from '../downloads/downloads-panel.tsx';
import { QueuePanel } from '../queue/queue-panel.tsx';
import { changeSettings, useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { WatchPanel } from '../watch/watch-panel.tsx';

const tabSchema = settingsSchema.shape.lastTransfersTab;

/** What goes to the exchange and what comes from it. Shows what it showed last. */
export function TransfersScreen() {
  const { t } = useTranslation('transfers');
  const terminal = useTerminal();
  const tab = useTerminalState(({ settings }) => settings?.lastTransfersTab ?? 'queue');
  return (
    <section className="screen transfers-screen" aria-labelledby="transfers-title">
      <header className="screen-header">
        <h1 id="transfers-title">{t('title')}</h1>
      </header>
      <Tabs
        className="tabs"
        selectedKey={tab}
        onSelectionChange={(key) => void changeSettings(terminal, { lastTransfersTab: tabSchema.parse(key) })}
      >
        <TabList className="tab-list" aria-label={t('tabs')}>
          {tabSchema.options.map((id) => (
            <Tab key={id} id={id} className="tab">
              {t(`tab.${id}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="queue" className="tab-panel">
          <QueuePanel />
        </TabPanel>
        <TabPanel id="downloads" className="tab-panel">
          <DownloadsPanel />
        </TabPanel>
        <TabPanel id="watch" className="tab-panel">
          <WatchPanel />
        </TabPanel>
      </Tabs>
    </section>
  );
}
