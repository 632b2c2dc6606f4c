import type { ReactNode } from 'react';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import type { RealmWork } from './login-feature.ts';

interface LoginFailureProps {
  readonly failure: RealmWork['failure'];
  readonly actions?: ReactNode;
}

/** The place of the last refusal. It keeps its room, so that nothing jumps when an error comes. */
export function LoginFailure({ failure, actions }: LoginFailureProps) {
  return (
    <div className="failure-room">
      {failure && (
        <Notice tone={failure.error.code === 'otp-unanswered' ? 'doubt' : 'danger'} announce actions={actions}>
          <ErrorWords error={failure.error} />
        </Notice>
      )}
    </div>
  );
}
