import type { VmName } from '#shared/domain/ids.ts';
import { showNotice } from '../stores/notice-store.ts';
import { setWaiting } from '../stores/power-store.ts';
import { ask } from './api.ts';

export type PowerVerb = 'start' | 'stop' | 'kill' | 'pause' | 'unpause';

/** What becomes of the VM arrives as changes of the inventory; only a refusal is told here. Resolves to whether it was done. */
export async function changePower(verb: PowerVerb, vm: VmName): Promise<boolean> {
  setWaiting(vm, true);
  const answer = await ask(`vm.${verb}`, { vm });
  setWaiting(vm, false);
  if (!answer.ok) showNotice({ kind: 'request-failed', failure: answer.error });
  return answer.ok;
}
