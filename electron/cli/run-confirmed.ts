import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Result } from '#shared/base/result.ts';
import type { CliContext } from './cli-context.ts';
import { exitCode } from './exit-code.ts';
import { readVmName } from './read-vm-name.ts';
import { runActions } from './run-actions.ts';
import { withSession } from './with-agent.ts';

export interface Confirmation {
  readonly isDryRun: boolean;
  /** `--yes` was typed. */
  readonly isSure: boolean;
  /** Whether it has to be at all; left out where it always has. */
  readonly isNeeded?: (inventory: Inventory) => boolean;
}

/** An act on one VM that needs `--yes`. Without it the plan is shown, then `hint`, and that counts as refused. */
export const runConfirmed = (
  context: CliContext,
  name: string,
  action: (vm: VmName) => Action,
  { isDryRun, isSure, isNeeded }: Confirmation,
  hint: string,
): Promise<number> =>
  withSession(context, async (session) => {
    const vm = readVmName(name);
    const asked: Result<Action, Failure> = vm.ok ? { ok: true, value: action(vm.value) } : vm;
    const isWilling = isSure || isNeeded?.(session.snapshot.inventory) === false;
    const code = await runActions(context, session, [{ name, action: asked }], { isDryRun: isDryRun || !isWilling });
    if (isDryRun || isWilling || code !== exitCode.done) return code;
    if (!context.isJson) context.terminal.note(hint);
    return exitCode.refused;
  });
