import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { OtpStep } from '../../shared/contract/session.ts';
import { fillIn, loadCanFillIn } from '../authenticator/authenticator-actions.ts';
import { useAuthenticator, useAuthenticatorView } from '../authenticator/authenticator-feature.ts';
import { Button } from '../ui/button.tsx';
import { chooseChannel } from './login-actions.ts';
import { useLogin } from './login-feature.ts';

interface OtherWayProps {
  readonly step: OtpStep;
  readonly busy: boolean;
}

/** The other way of getting the one-time password, where the exchange offers two. */
export function OtherWay({ step, busy }: OtherWayProps) {
  const { t } = useTranslation('authenticator');
  const feature = useLogin();
  const other = step.channels.find((channel) => channel !== step.channel);
  if (other === undefined) return null;
  return (
    <Button onPress={() => void chooseChannel(feature, step.realm, other)} isDisabled={busy}>
      {t(other === 'email' ? 'byEmail' : 'byApp')}
    </Button>
  );
}

interface FillInProps extends OtherWayProps {
  readonly onCode: (code: string) => void;
}

/** Offered where this PC keeps the secret of the app: one press makes one code. */
export function FillIn({ step, busy, onCode }: FillInProps) {
  const { t } = useTranslation('authenticator');
  const feature = useAuthenticator();
  const { canFillIn, task } = useAuthenticatorView((view) => view);
  const { channel } = step;
  useEffect(() => {
    if (channel === 'app') void loadCanFillIn(feature);
  }, [feature, channel]);
  if (channel !== 'app' || !canFillIn) return null;
  return (
    <Button onPress={() => void fillIn(feature, onCode)} isDisabled={busy} busy={task === 'fill-in'}>
      {t('fillIn')}
    </Button>
  );
}
