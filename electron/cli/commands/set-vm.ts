import { ok } from '#shared/base/result.ts';
import type { CliContext } from '../cli-context.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** `set VM autostart=on|off`: the grammar lets no other setting through. */
export const setVm = (context: CliContext, name: string, setting: string, isDryRun: boolean): Promise<number> =>
  withSession(context, async (session) => {
    const vm = readVmName(name);
    const isOn = setting.endsWith('=on');
    const action = vm.ok ? ok({ kind: 'set-autostart', vm: vm.value, isOn } as const) : vm;
    return runActions(context, session, [{ name, action }], { isDryRun });
  });
