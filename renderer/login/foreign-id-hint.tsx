import { useTranslation } from 'react-i18next';
import type { Realm } from '../../shared/contract/session.ts';
import { looksForeign } from '../../shared/model/foreign-user-id.ts';

interface ForeignIdHintProps {
  readonly realm: Realm;
  readonly userId: string;
  /** True after user ID or password were refused. */
  readonly refused: boolean;
}

/** Says when what was typed looks like a user ID of another place. An address is one at once; the lack of one shows only at the end. */
export function ForeignIdHint({ realm, userId, refused }: ForeignIdHintProps) {
  const { t } = useTranslation('trouble');
  const shown = looksForeign(realm, userId) && (realm === 'ccms' || refused);
  return (
    <p className="field-hint foreign-id" role="status">
      {shown && t(`hint.${realm}`)}
    </p>
  );
}
