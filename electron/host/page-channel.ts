import type { CdpExecutionContext } from './cdp-protocol.ts';
import { appOrigin } from './content-security.ts';
import type { WindowOptions } from './desktop-host.ts';
import { fromHostReceiver, toHostBinding, type HostMessage } from './host-message.ts';
import type { PageSession } from './page-session.ts';
import { readPageMessage } from './read-page-message.ts';

/**
 * Answers the requests of the app's own top frame and of no other script that may find the binding. What it returns
 * hands an event to that frame, or drops it while there is none.
 */
export function openPageChannel(
  { send, on }: PageSession,
  mainFrameId: string,
  answer: WindowOptions['answer'],
): (event: string, payload: unknown) => void {
  let app: CdpExecutionContext | undefined;
  const post = (message: HostMessage, to: CdpExecutionContext | undefined): void => {
    if (to === undefined) return;
    // A string for JSON.parse, not a literal: a key `__proto__` in it stays an ordinary key.
    const expression = `${fromHostReceiver}(${JSON.stringify(JSON.stringify(message))})`;
    void send('Runtime.evaluate', { expression, uniqueContextId: to.uniqueId });
  };

  on('Runtime.executionContextCreated', ({ context }) => {
    const { isDefault, frameId } = context.auxData ?? {};
    if (isDefault === true && frameId === mainFrameId && context.origin === appOrigin) app = context;
  });
  on('Runtime.executionContextsCleared', () => {
    app = undefined;
  });
  on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    const sender = app;
    if (name !== toHostBinding || sender?.id !== executionContextId) return;
    const message = readPageMessage(payload);
    if (message === undefined) return;
    // To the document that asked: the one that may have followed it counts its own requests.
    void answer(message.name, message.input).then((result) =>
      post({ kind: 'answer', id: message.id, answer: result }, sender),
    );
  });
  return (name, payload) => post({ kind: 'event', name, payload }, app);
}
