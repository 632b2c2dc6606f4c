import { useTranslation } from 'react-i18next';
import { functionTrouble } from '../../shared/model/ecp-functions.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Notice } from '../ui/notice.tsx';
import { TroubleParts } from './trouble.tsx';

/** Tells a user whom ECP will refuse so before the first attempt: no function (2000), or SFTP only. */
export function FunctionNotice({ functions }: { readonly functions: readonly string[] }) {
  const { t } = useTranslation('trouble');
  const help = useTerminalState(({ status }) => status?.help ?? { hotline: '', email: '' });
  const trouble = functionTrouble(functions);
  if (trouble === null) return null;
  return (
    <Notice tone="warning">
      <strong>{t(`functions.${trouble}.message`)}</strong>
      <TroubleParts
        cause={t(`functions.${trouble}.cause`)}
        next={t(`functions.${trouble}.next`)}
        who={t(`functions.${trouble}.who`, help)}
      />
    </Notice>
  );
}
