import { ChevronDown, FolderOpen } from 'lucide-react';
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { placeKindSchema } from '../../shared/contract/place.ts';
import { Button } from '../ui/button.tsx';
import { showFolder } from './place-actions.ts';
import { useShowsPlaces } from './place-answer.tsx';
import { usePlace } from './place-feature.ts';

interface FolderMenuProps {
  readonly folderId: string;
  /** What the exchange calls it. */
  readonly code: string;
}

/** The four local folders of an ECP folder, each to be opened, or its path to be copied. */
export function FolderMenu({ folderId, code }: FolderMenuProps) {
  const { t } = useTranslation('place');
  const feature = usePlace();
  const shows = useShowsPlaces();
  const what = t(shows ? 'openFolder' : 'copyFolderPath');
  return (
    <MenuTrigger>
      <Button aria-label={t('foldersOf', { folder: code })} icon={<FolderOpen aria-hidden size={14} />}>
        <ChevronDown aria-hidden size={14} />
      </Button>
      <Popover className="popover" offset={2} placement="bottom end">
        <Menu className="list-box" aria-label={what}>
          <MenuSection>
            <Header className="menu-header">{what}</Header>
            {placeKindSchema.options.map((kind) => (
              <MenuItem
                key={kind}
                id={kind}
                className="list-box-item"
                onAction={() => void showFolder(feature, folderId, kind)}
              >
                {t(`kind.${kind}`)}
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
