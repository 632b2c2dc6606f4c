import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { groupChecksum } from './format.ts';

/** A whole SHA-256 in groups of eight, with a button that copies it ungrouped. */
export function Checksum({ sha256 }: { readonly sha256: string }) {
  const { t } = useTranslation('app');
  return (
    <span className="checksum">
      <code>
        {groupChecksum(sha256).map((group, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one checksum never change their order
          <Fragment key={position}>
            {position > 0 && ' '}
            <span>{group}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={sha256} label={t('copyChecksum')} />
    </span>
  );
}
