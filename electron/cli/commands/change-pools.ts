import { ok, type Result } from '#shared/base/result.ts';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PoolUse } from '#shared/domain/pool.ts';
import type { CliContext } from '../cli-context.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { withSession, type AgentSession } from '../with-agent.ts';

/** Pools are the machine's, so they are asked of dom0. */
const dom0 = 'dom0' as VmName;

const change = (
  context: CliContext,
  isDryRun: boolean,
  action: (session: AgentSession) => Result<Action, Failure>,
): Promise<number> =>
  withSession(context, (session) =>
    runActions(context, session, [{ name: dom0, action: action(session) }], { isDryRun }),
  );

/** `pools add`. */
export const addPool = (
  context: CliContext,
  pool: Pick<ActionOf<'add-pool'>, 'name' | 'driver' | 'options'>,
  isDryRun: boolean,
): Promise<number> => change(context, isDryRun, () => ok({ kind: 'add-pool', vm: dom0, ...pool }));

/** `pools remove`. */
export const removePool = (context: CliContext, name: string, isDryRun: boolean): Promise<number> =>
  change(context, isDryRun, ({ snapshot }) => {
    const pool = findPool(snapshot.inventory, name);
    return pool.ok ? ok({ kind: 'remove-pool', vm: dom0, pool: pool.value }) : pool;
  });

/** `pools default`. Without a pool, the one for all of them. */
export const setDefaultPool = (
  context: CliContext,
  use: PoolUse,
  name: string | undefined,
  isDryRun: boolean,
): Promise<number> =>
  change(context, isDryRun, ({ snapshot }) => {
    const pool = name === undefined ? ok(null) : findPool(snapshot.inventory, name);
    return pool.ok ? ok({ kind: 'set-default-pool', vm: dom0, use, pool: pool.value }) : pool;
  });
