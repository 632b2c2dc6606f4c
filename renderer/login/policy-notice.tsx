import { useTranslation } from 'react-i18next';
import type { PolicyState } from '../../shared/contract/policy.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useLogin, useLoginState } from './login-feature.ts';
import { refreshPolicy } from './policy-actions.ts';

/** Why the transition policy does not count or forbids this program, and what to do. Nothing while all is well. */
export function PolicyNotice({ policy }: { readonly policy: PolicyState }) {
  const { t } = useTranslation('policy');
  const feature = useLogin();
  const asking = useLoginState(({ askingPolicy }) => askingPolicy);
  const status = useTerminalState((state) => state.status);
  const { trouble, minimumVersion } = policy;
  // Before the first answer the timeline says so; a notice would only flash up at each start.
  if (trouble === null || trouble === 'not-known-yet') return null;
  const help = policy.help ?? status?.help;
  const places = {
    hotline: help?.hotline ?? '',
    email: help?.email ?? '',
    version: status?.version ?? '',
    minimumVersion: minimumVersion ?? '',
  };
  return (
    <Notice
      tone={trouble === 'program-outdated' ? 'danger' : 'warning'}
      announce
      actions={
        <Button busy={asking} onPress={() => void refreshPolicy(feature)}>
          {t(asking ? 'asking' : 'askAgain')}
        </Button>
      }
    >
      <strong>{t(`trouble.${trouble}.message`, places)}</strong> <span>{t(`trouble.${trouble}.next`, places)}</span>
    </Notice>
  );
}
