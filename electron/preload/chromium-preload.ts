import { appOrigin } from '../host/content-security.ts';
import type { ChannelNames } from '../host/desktop-host.ts';
import { channelsVariable, fromHostReceiver, toHostBinding, type HostMessage } from '../host/host-message.ts';
import { refuseBrowserGestures } from './browser-gestures.ts';
import { Subscribers } from './subscribers.ts';
import { makeWindowApi } from './window-api.ts';

/** Takes what the host left under `name`: page scripts, which run later, do not find it. */
function take(name: string): unknown {
  const value: unknown = Reflect.get(globalThis, name);
  Reflect.deleteProperty(globalThis, name);
  return value;
}

function installApi(): void {
  const channels = take(channelsVariable) as ChannelNames;
  const toHost = take(toHostBinding) as (message: string) => void;
  const subscribers = new Subscribers();
  const waiting = new Map<number, (answer: unknown) => void>();
  let lastId = 0;

  const receive = (text: string): void => {
    const message = JSON.parse(text) as HostMessage;
    if (message.kind === 'event') {
      subscribers.tell(message.name, message.payload);
      return;
    }
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  };
  const invoke = (name: string, input: unknown): Promise<unknown> => {
    const id = ++lastId;
    const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve));
    toHost(JSON.stringify({ id, name, input }));
    return answer;
  };
  Object.defineProperty(globalThis, fromHostReceiver, { value: receive });
  const api = makeWindowApi('chromium', channels, {
    invoke,
    subscribe: (name, listener) => subscribers.add(name, listener),
  });
  Object.defineProperty(globalThis, 'api', { value: api, enumerable: true });
}

if (window.top === window && location.origin === appOrigin) {
  installApi();
  refuseBrowserGestures(window);
}
