import type { RealmState } from '../../shared/contract/session.ts';
import { CardStep } from './card-step.tsx';
import { chosenMethod, useLoginState } from './login-feature.ts';
import { MethodChoice } from './method-choice.tsx';
import { PasswordStep } from './password-step.tsx';
import { PolicyNotice } from './policy-notice.tsx';

interface CcmsLoginProps {
  /** Shows what can be done about a forgotten password or a lock. */
  readonly onForgotten: () => void;
  readonly reason: Extract<RealmState, { kind: 'logged-out' }>['reason'];
}

/** The first step at CCMS: what the transition policy says, the method, and the method's own fields. */
export function CcmsLogin({ reason, onForgotten }: CcmsLoginProps) {
  const policy = useLoginState((state) => state.policy);
  const method = useLoginState(chosenMethod);
  if (!policy) return null;
  return (
    <>
      <PolicyNotice policy={policy} />
      {policy.trouble !== 'program-outdated' && <MethodChoice policy={policy} chosen={method} />}
      {method === '2fa' && <PasswordStep realm="ccms" reason={reason} onForgotten={onForgotten} />}
      {method === 'smart-card' && <CardStep reason={reason} />}
    </>
  );
}
