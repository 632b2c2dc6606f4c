import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ShownCertificate } from '../../shared/contract/card.ts';
import { formatDateTime } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';
import type { CardChoice } from './card-choices.ts';

interface CertificateChoiceProps {
  readonly choices: readonly CardChoice[];
  readonly chosen: CardChoice | null;
  readonly onChoose: (certificateId: string) => void;
  readonly busy: boolean;
}

/** Whose certificate it is. One is simply told; among several the operator chooses by what is written in them. */
export function CertificateChoice({ choices, chosen, onChoose, busy }: CertificateChoiceProps) {
  const { t } = useTranslation('card');
  if (choices.length === 0) return null;
  return (
    <RadioGroup
      className="radio-group certificate-choice"
      value={chosen?.certificate.certificateId ?? null}
      onChange={onChoose}
      isReadOnly={busy}
    >
      <Label className="field-label">{choices.length > 1 ? t('chooseCertificate') : t('certificate')}</Label>
      {choices.map(({ certificate }) => (
        <Radio
          key={certificate.certificateId}
          value={certificate.certificateId}
          className="radio"
          isDisabled={!certificate.usable}
        >
          <span className="radio-dot" aria-hidden />
          <CertificateWords certificate={certificate} />
        </Radio>
      ))}
    </RadioGroup>
  );
}

function CertificateWords({ certificate }: { readonly certificate: ShownCertificate }) {
  const { t } = useTranslation('card');
  const now = useNow();
  const { holder, issuer, serial, validFrom, validUntil, usable } = certificate;
  const day = (time: number) => formatDateTime(time).slice(0, 10);
  const validity =
    now > validUntil
      ? t('expired', { day: day(validUntil) })
      : now < validFrom
        ? t('notYetValid', { day: day(validFrom) })
        : t('validUntil', { day: day(validUntil) });
  return (
    <span className="certificate">
      <strong>{holder}</strong>
      <span className="muted">
        {[t('issuer', { issuer }), validity, t('serial', { serial })].join(' · ')}
        {!usable && ` · ${t('unusable')}`}
      </span>
    </span>
  );
}
