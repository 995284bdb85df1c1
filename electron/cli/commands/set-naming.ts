import { ok } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { NamingScheme } from '#shared/domain/naming-scheme.ts';
import type { CliContext } from '../cli-context.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** It is the machine's, so it is asked of dom0. */
const dom0 = 'dom0' as VmName;

/** `names SCHEME`. */
export const setNaming = (context: CliContext, scheme: NamingScheme, isDryRun: boolean): Promise<number> =>
  withSession(context, (session) => {
    const action = ok<ActionOf<'set-naming'>>({ kind: 'set-naming', vm: dom0, scheme });
    return runActions(context, session, [{ name: dom0, action }], { isDryRun });
  });
