import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see it. */
  readonly label: string;
}

const SHOWN_MS = 2_000;

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation('app');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => setCopied(copyText(text));
  return (
    <span className="copy">
      <Button
        variant="quiet"
        aria-label={label}
        onPress={copy}
        icon={copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
      />
      <span role="status" className={copied ? 'copy-said' : 'visually-hidden'}>
        {copied ? t('copied') : ''}
      </span>
    </span>
  );
}
