import { ok } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { CliContext } from '../cli-context.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** `set VM autostart=on|off`, `storage=lvm|file` and `revisions=N`: the grammar lets no other setting through. */
export const setVm = (context: CliContext, name: string, setting: string, isDryRun: boolean): Promise<number> =>
  withSession(context, async (session) => {
    const vm = readVmName(name);
    const action = vm.ok ? ok(actionOf(vm.value, setting)) : vm;
    return runActions(context, session, [{ name, action }], { isDryRun });
  });

/** The kind of storage is no label that could be set: it says where the volumes are, so they move with it. */
function actionOf(vm: VmName, setting: string): Action {
  const count = /^revisions=(\d+)$/.exec(setting)?.[1];
  if (count !== undefined) return { kind: 'set-revisions', vm, count: Number(count) };
  switch (setting) {
    case 'storage=lvm':
      return { kind: 'migrate', vm, to: 'lvm' };
    case 'storage=file':
      return { kind: 'migrate', vm, to: 'file' };
    default:
      return { kind: 'set-autostart', vm, isOn: setting === 'autostart=on' };
  }
}
