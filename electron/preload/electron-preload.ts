import { contextBridge, ipcRenderer } from 'electron';
import { channelsIn, eventChannel, requestChannel } from '../host/electron-channels.ts';
import { Subscribers } from './subscribers.ts';
import { makeWindowApi } from './window-api.ts';

const subscribers = new Subscribers();
ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => subscribers.tell(name, payload));

const api = makeWindowApi('electron', channelsIn(process.argv), {
  invoke: (name, input) => ipcRenderer.invoke(requestChannel, name, input),
  subscribe: (name, listener) => subscribers.add(name, listener),
});
contextBridge.exposeInMainWorld('api', api);
