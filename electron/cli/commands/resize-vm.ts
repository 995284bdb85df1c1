import { ok } from '#shared/base/result.ts';
import type { Bytes } from '#shared/base/bytes.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { CliContext } from '../cli-context.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** `resize VM ROLE SIZE`. */
export const resizeVm = (
  context: CliContext,
  name: string,
  role: ActionOf<'resize'>['role'],
  sizeBytes: Bytes,
  isDryRun: boolean,
): Promise<number> =>
  withSession(context, (session) => {
    const vm = readVmName(name);
    const action = vm.ok ? ok({ kind: 'resize', vm: vm.value, role, sizeBytes } as const) : vm;
    return runActions(context, session, [{ name, action }], { isDryRun });
  });
