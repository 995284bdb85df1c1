import type { InputOf } from '#shared/contract/define-contract.ts';
import type { WindowContract } from '#shared/contract/window-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { showNotice } from '../stores/notice-store.ts';
import { ask } from './api.ts';
import { lookAtDevices } from './look-requests.ts';

/** Answers why it was not attached; null when it was. */
export async function attachDevice(wish: InputOf<WindowContract, 'device.attach'>): Promise<Failure | null> {
  const answer = await ask('device.attach', wish);
  void lookAtDevices();
  return answer.ok ? null : answer.error;
}

export async function detachDevice(wish: InputOf<WindowContract, 'device.detach'>): Promise<void> {
  const answer = await ask('device.detach', wish);
  if (!answer.ok) showNotice({ kind: 'request-failed', failure: answer.error });
  void lookAtDevices();
}
