import { useTranslation } from 'react-i18next';
import type { WatchClaim } from '../../shared/contract/watch.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { askToGiveBack, giveBack } from './watch-actions.ts';
import { useWatch, useWatchState } from './watch-feature.ts';

/** Files that other terminals took and did not bring to an end. */
export function StrangerList({ claims }: { readonly claims: readonly WatchClaim[] }) {
  const { t } = useTranslation('watch');
  return (
    <section className="settings-group" aria-labelledby="watch-strangers">
      <h2 id="watch-strangers">{t('strangers')}</h2>
      <p className="muted">{t('strangersMeaning')}</p>
      <div className="table-scroll">
        <table className="table" aria-labelledby="watch-strangers">
          <thead>
            <tr>
              {(['folder', 'file', 'terminal', 'action'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`stranger.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          {claims.map((claim) => (
            <StrangerRows key={claim.claimId} claim={claim} />
          ))}
        </table>
      </div>
    </section>
  );
}

function StrangerRows({ claim }: { readonly claim: WatchClaim }) {
  const { t } = useTranslation('watch');
  const feature = useWatch();
  const { fileName, folderId, terminal, claimId } = claim;
  const asked = useWatchState(({ returning }) => returning === claimId);
  const busy = useWatchState(({ task }) => task === 'give-back');
  const pc = claim.pc === null ? t('stranger.unknownPc') : t('stranger.pc', { pc: claim.pc });
  return (
    <tbody>
      <tr>
        <td>{folderId}</td>
        <th scope="row">
          <span className="file-name">{fileName}</span>
        </th>
        <td>
          {pc} <code>{terminal.slice(0, 8)}</code>
        </td>
        <td className="actions-cell">
          <Button
            aria-label={t('giveBack', { fileName })}
            aria-expanded={asked}
            busy={busy}
            onPress={() => askToGiveBack(feature, claimId)}
          >
            {t('giveBackShort')}
          </Button>
        </td>
      </tr>
      {asked && (
        <tr className="watch-more">
          <td colSpan={4}>
            <Notice
              tone="warning"
              announce
              actions={
                <>
                  <Button variant="danger" onPress={() => void giveBack(feature, { folderId, terminal, claimId })}>
                    {t('confirmGiveBack.yes')}
                  </Button>
                  <Button onPress={() => askToGiveBack(feature, null)} autoFocus>
                    {t('confirmGiveBack.no')}
                  </Button>
                </>
              }
            >
              <strong>{t('confirmGiveBack.title', { fileName })}</strong> {t('confirmGiveBack.risk', { pc })}
            </Notice>
          </td>
        </tr>
      )}
    </tbody>
  );
}
