import { Lock } from 'lucide-react';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Locked } from '../../shared/contract/lock.ts';
import type { Realm } from '../../shared/contract/session.ts';
import { CardStep } from '../login/card-step.tsx';
import { LoginProvider, useLoginState } from '../login/login-feature.ts';
import { OtpStepForm } from '../login/otp-step.tsx';
import { formatTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { useLock } from './lock-feature.ts';
import { LogOutInstead } from './log-out-instead.tsx';
import { UnlockForm } from './unlock-form.tsx';

interface LockScreenProps {
  readonly lock: Locked;
  /** Exchange time minus PC time in ms. */
  readonly offsetMs: number;
}

/** In the place of everything: why it is locked, since when, and how whoever was logged in comes back in. */
export function LockScreen({ lock, offsetMs }: LockScreenProps) {
  const { t } = useTranslation('lock');
  const feature = useLock();
  const [chosen, setChosen] = useState<Realm | null>(null);
  const holder = lock.holders.find(({ realm }) => realm === chosen) ?? lock.holders[0];
  if (!holder) return null;
  return (
    <main className="lock-screen" aria-labelledby="lock-title" data-region>
      <section className="screen lock-card">
        <h1 id="lock-title">
          <Lock aria-hidden size={18} /> {t('title')}
        </h1>
        <p role="status">{t(`reason.${lock.reason}`, { time: formatTime(lock.since + offsetMs) })}</p>
        <Notice tone="info">{t('kept')}</Notice>
        <LoginProvider value={feature.unlocking}>
          {lock.holders.length > 1 && <HolderChoice holders={lock.holders} value={holder.realm} onChange={setChosen} />}
          <UnlockStep key={holder.realm} holder={holder} />
        </LoginProvider>
        <LogOutInstead />
      </section>
    </main>
  );
}

type Holder = Locked['holders'][number];

function UnlockStep({ holder }: { readonly holder: Holder }) {
  const step = useLoginState(({ sessions }) => sessions?.[holder.realm] ?? null);
  if (step?.kind === 'otp') return <OtpStepForm step={step} />;
  return holder.method === 'smart-card' ? <CardStep reason="never" /> : <UnlockForm holder={holder} />;
}

interface HolderChoiceProps {
  readonly holders: readonly Holder[];
  readonly value: Realm;
  readonly onChange: (realm: Realm) => void;
}

/** Either log-in unlocks; the choice stays open until a password was sent. */
function HolderChoice({ holders, value, onChange }: HolderChoiceProps) {
  const { t } = useTranslation('lock');
  const waits = useLoginState(({ sessions }) => sessions?.[value].kind === 'otp');
  const choose = (realm: string) => {
    const holder = holders.find((each) => each.realm === realm);
    if (holder) onChange(holder.realm);
  };
  return (
    <RadioGroup className="radio-group" value={value} onChange={choose} isDisabled={waits} orientation="horizontal">
      <Label className="field-label">{t('by')}</Label>
      <div className="field-row">
        {holders.map(({ realm, userId }) => (
          <Radio key={realm} value={realm} className="radio">
            <span className="radio-dot" aria-hidden />
            {t('holder', { realm: t(`realm.${realm}`), userId })}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
