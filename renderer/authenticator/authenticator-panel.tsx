import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import {
  beginAuthenticator,
  leaveAuthenticator,
  loadAuthenticator,
  removeAuthenticator,
} from './authenticator-actions.ts';
import { useAuthenticator, useAuthenticatorView } from './authenticator-feature.ts';
import { EnrolmentForm } from './enrolment-form.tsx';

/** The authenticator app of the user who is logged in to ECP: whether there is one, setting up, removing. */
export function AuthenticatorPanel() {
  const { t } = useTranslation('authenticator');
  const feature = useAuthenticator();
  const { state, secret, failure } = useAuthenticatorView((view) => view);
  useEffect(() => {
    void loadAuthenticator(feature);
    return () => leaveAuthenticator(feature);
  }, [feature]);
  return (
    <section className="settings-group" aria-labelledby="authenticator-title">
      <h2 id="authenticator-title">{t('title')}</h2>
      <p className="muted">{t('what')}</p>
      {state && !secret && (
        <p role="status">
          {t(state.enrolled ? 'enrolled' : 'notEnrolled')} {state.seedKept && t('seedKept')}
        </p>
      )}
      {secret && <EnrolmentForm secret={secret} mayKeepSeed={state?.mayKeepSeed ?? false} />}
      {!secret && failure && (
        <Notice tone="danger" announce>
          <ErrorWords error={failure} />
        </Notice>
      )}
      {state && !secret && <Choices enrolled={state.enrolled} />}
    </section>
  );
}

function Choices({ enrolled }: { readonly enrolled: boolean }) {
  const { t } = useTranslation('authenticator');
  const feature = useAuthenticator();
  const task = useAuthenticatorView((view) => view.task);
  const [asking, setAsking] = useState(false);
  const begin = () => void beginAuthenticator(feature);
  const remove = () => {
    setAsking(false);
    void removeAuthenticator(feature);
  };
  if (asking && enrolled) {
    return (
      <Notice
        tone="warning"
        announce
        actions={
          <>
            <Button variant="danger" onPress={remove}>
              {t('removeYes')}
            </Button>
            <Button onPress={() => setAsking(false)} autoFocus>
              {t('keep')}
            </Button>
          </>
        }
      >
        {t('removeSure')}
      </Notice>
    );
  }
  return (
    <div className="button-row">
      <Button onPress={begin} busy={task === 'begin'}>
        {t(enrolled ? 'replace' : 'begin')}
      </Button>
      {enrolled && (
        <Button onPress={() => setAsking(true)} busy={task === 'remove'}>
          {t('remove')}
        </Button>
      )}
    </div>
  );
}
