import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RealmState } from '../../shared/contract/session.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { beginCard, cancelCard } from './card-actions.ts';
import { type CardChoice, cardChoices, chosenCertificate } from './card-choices.ts';
import { CardStatus } from './card-status.tsx';
import { CertificateChoice } from './certificate-choice.tsx';
import { LoginFailure } from './login-failure.tsx';
import { useLogin, useLoginState } from './login-feature.ts';
import { PinField, PinTries } from './pin-field.tsx';

interface CardStepProps {
  readonly reason: Extract<RealmState, { kind: 'logged-out' }>['reason'];
}

/** The log-in by smart card: what is in the reader, which certificate, its PIN. One press is one try of the PIN. */
export function CardStep({ reason }: CardStepProps) {
  const { t } = useTranslation(['card', 'login']);
  const state = useLoginState(({ card }) => card);
  const { task, failure } = useLoginState(({ work }) => work.ccms);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const choices = cardChoices(state);
  const chosen = chosenCertificate(choices, chosenId);
  const busy = task !== null;
  return (
    <div className="login-form">
      {reason !== 'never' && (
        <Notice tone={reason === 'by-operator' ? 'success' : 'info'}>{t(`login:ended.${reason}`)}</Notice>
      )}
      <p className="muted">{t('intro')}</p>
      <CardStatus state={state} />
      <CertificateChoice choices={choices} chosen={chosen} onChoose={setChosenId} busy={busy} />
      {/* Another card is another PIN: nothing typed for one is left for the other. */}
      {chosen && <PinForm key={chosen.certificate.certificateId} chosen={chosen} busy={busy} />}
      <LoginFailure realm="ccms" failure={failure} />
    </div>
  );
}

function PinForm({ chosen, busy }: { readonly chosen: CardChoice; readonly busy: boolean }) {
  const { t } = useTranslation(['card', 'login']);
  const feature = useLogin();
  const [pin, setPin] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { card, certificate } = chosen;
  const missesYes = card.pin === 'final' && !confirmed;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || missesYes || card.pin === 'locked') return;
    if (!card.pinPad && pin === '') {
      field.current?.focus();
      return;
    }
    // Neither the PIN nor the yes serves a second press.
    setPin('');
    setConfirmed(false);
    const { certificateId } = certificate;
    void beginCard(feature, { certificateId, pin: card.pinPad ? null : pin, confirmFinalTry: confirmed }).then(() =>
      field.current?.focus(),
    );
  };
  return (
    <form className="pin-form" onSubmit={submit} noValidate aria-busy={busy}>
      <PinTries card={card} confirmed={confirmed} onConfirm={setConfirmed} />
      {card.pin !== 'locked' && (
        <>
          <PinField ref={field} card={card} value={pin} onChange={setPin} busy={busy} />
          <div className="form-actions">
            <Button type="submit" variant="primary" busy={busy} isDisabled={missesYes}>
              {busy ? t(card.pinPad ? 'busyPinPad' : 'busy') : t('logIn')}
            </Button>
            {busy && <Button onPress={() => void cancelCard(feature)}>{t('login:cancel')}</Button>}
          </div>
        </>
      )}
    </form>
  );
}
