import { CircleAlert, CircleCheck, CircleHelp, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'info' | 'success' | 'warning' | 'danger' | 'doubt';

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert, doubt: CircleHelp };

interface NoticeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  /** Read out when it appears. */
  readonly announce?: boolean;
  readonly actions?: ReactNode;
}

/** Something to know, with its sign, words and what can be done about it. */
export function Notice({ tone, children, announce = false, actions }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`notice notice-${tone}`} role={announce ? 'alert' : undefined}>
      <Icon aria-hidden size={16} className="notice-icon" />
      <div className="notice-words">{children}</div>
      {actions && <div className="notice-actions">{actions}</div>}
    </div>
  );
}
