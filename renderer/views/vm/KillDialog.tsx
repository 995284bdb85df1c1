import type { VmName } from '#shared/domain/ids.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { changePower } from '../../bridge/power-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';

interface KillDialogProps {
  readonly vm: VmName;
  readonly onClose: () => void;
}

export function KillDialog({ vm, onClose }: KillDialogProps) {
  return (
    <Dialog
      title={vmPaneText.killTitle(vm)}
      description={vmPaneText.killMeans(vm)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{windowText.cancel}</Button>
          <Button
            tone="primary"
            onClick={() => {
              void changePower('kill', vm);
              onClose();
            }}
          >
            {vmPaneText.killNow}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
