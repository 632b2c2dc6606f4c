import type { ReactNode } from 'react';
import type { Realm } from '../../shared/contract/session.ts';
import { Notice } from '../ui/notice.tsx';
import type { RealmWork } from './login-feature.ts';
import { LoginTrouble } from './trouble.tsx';

interface LoginFailureProps {
  readonly realm: Realm;
  readonly failure: RealmWork['failure'];
  readonly actions?: ReactNode;
}

/** The place of the last refusal. It keeps its room, so that nothing jumps when an error comes. */
export function LoginFailure({ realm, failure, actions }: LoginFailureProps) {
  return (
    <div className="failure-room">
      {failure && (
        <Notice tone={failure.error.code === 'otp-unanswered' ? 'doubt' : 'danger'} announce actions={actions}>
          <LoginTrouble error={failure.error} realm={realm} />
        </Notice>
      )}
    </div>
  );
}
