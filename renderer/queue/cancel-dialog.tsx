import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { askToCancel, cancelItem } from './queue-actions.ts';
import { useQueue, useQueueState } from './queue-feature.ts';

/** Asks before a sending is given up. */
export function CancelDialog() {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const item = useQueueState((state) => state.cancelling);
  return (
    <ModalOverlay
      className="modal-overlay"
      isDismissable
      isOpen={item !== null}
      onOpenChange={(open) => !open && askToCancel(feature, null)}
    >
      <Modal className="modal">
        <Dialog className="queue-cancel" role="alertdialog">
          <Heading slot="title" level={1}>
            {t('cancel.title', { name: item?.fileName ?? '' })}
          </Heading>
          <p>{t(item?.state === 'running' ? 'cancel.running' : 'cancel.waiting')}</p>
          <div className="form-actions">
            <Button variant="danger" autoFocus onPress={() => void cancelItem(feature)}>
              {t('cancel.yes')}
            </Button>
            <Button onPress={() => askToCancel(feature, null)}>{t('cancel.no')}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
