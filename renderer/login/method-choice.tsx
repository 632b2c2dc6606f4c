import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Phase, PolicyState } from '../../shared/contract/policy.ts';
import { type LoginMethod, loginMethodSchema } from '../../shared/contract/session.ts';
import { formatDay } from '../ui/format.ts';
import { applyWork, useLogin } from './login-feature.ts';

interface MethodChoiceProps {
  readonly policy: PolicyState;
  readonly chosen: LoginMethod | null;
}

/** When a phase begins, as a day; empty when the policy has no such phase. */
function dayOf({ timeline }: PolicyState, phase: Phase): string {
  const entry = timeline?.phases.find((each) => each.phase === phase);
  return entry ? formatDay(entry.startsAt) : '';
}

/**
 * The ways to log in. One that the transition policy does not allow stays visible and says why. Nothing but the operator's own
 * choice changes it: a refused or missing OTP never leads to the card.
 */
export function MethodChoice({ policy, chosen }: MethodChoiceProps) {
  const { t } = useTranslation('policy');
  const feature = useLogin();
  const choose = (id: string) => {
    const method = loginMethodSchema.safeParse(id);
    if (method.success) applyWork(feature, 'ccms', { method: method.data, failure: null });
  };
  return (
    <div className="method-choice">
      <RadioGroup className="radio-group" value={chosen} onChange={choose} orientation="horizontal">
        <Label className="field-label">{t('method.label')}</Label>
        <div className="field-row">
          {loginMethodSchema.options.map((method) => (
            <Radio key={method} value={method} className="radio" isDisabled={!policy.offered.includes(method)}>
              <span className="radio-dot" aria-hidden />
              {t(`method.${method}`)}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <div className="field-beside method-words">
        <WhoMay policy={policy} />
        {!policy.offered.includes('2fa') && <WhyNotTwoFactor policy={policy} />}
        {!policy.offered.includes('smart-card') && <WhyNotCard policy={policy} />}
      </div>
    </div>
  );
}

function WhoMay({ policy }: { readonly policy: PolicyState }) {
  const { t } = useTranslation('policy');
  const phase = policy.timeline?.current;
  if (!phase) return null;
  const places = { day: dayOf(policy, 'parallel'), since: dayOf(policy, 'parallel') };
  return <p className="muted">{t(`who.${phase}`, places)}</p>;
}

function WhyNotTwoFactor({ policy }: { readonly policy: PolicyState }) {
  const { t } = useTranslation('policy');
  const notYet = policy.timeline?.current === 'smart-card';
  return (
    <p>{t(notYet ? 'reason.twoFactorNotYet' : 'reason.twoFactorNotOffered', { day: dayOf(policy, 'parallel') })}</p>
  );
}

function WhyNotCard({ policy }: { readonly policy: PolicyState }) {
  const { t } = useTranslation('policy');
  const phase = policy.timeline?.current;
  if (!phase) return <p>{t('reason.cardNeedsPolicy')}</p>;
  const over = phase === 'two-factor-only';
  return <p>{t(over ? 'reason.cardOver' : 'reason.cardNotOffered', { day: dayOf(policy, 'two-factor-only') })}</p>;
}
