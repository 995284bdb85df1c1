import { ok } from '#shared/base/result.ts';
import type { ActionOf, RevertibleRole } from '#shared/domain/action.ts';
import type { CliContext } from '../cli-context.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

export type RevisionMarks = Pick<ActionOf<'mark-revision'>, 'isPinned' | 'note'>;

/** `revisions pin`, `unpin` and `note`. */
export const markRevision = (
  context: CliContext,
  name: string,
  { revision, volume }: { readonly revision: string; readonly volume?: RevertibleRole },
  marks: RevisionMarks,
): Promise<number> =>
  withSession(context, async (session) => {
    const vm = readVmName(name);
    const role = volume === undefined ? {} : { role: volume };
    const action = vm.ok
      ? ok<ActionOf<'mark-revision'>>({ kind: 'mark-revision', vm: vm.value, revision, ...role, ...marks })
      : vm;
    return runActions(context, session, [{ name, action }], { isDryRun: false });
  });
