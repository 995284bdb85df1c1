import { ok, type Result } from '#shared/base/result.ts';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import { storageTypes } from '#shared/domain/volume.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from '../output/report-failure.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { readVmName } from '../read-vm-name.ts';
import { whileShutDown } from '../while-shut-down.ts';
import { withSession } from '../with-agent.ts';

export interface MigrateOptions {
  /** A kind of storage, or a pool. */
  readonly to: string;
  readonly pool?: string | undefined;
  readonly inPlace?: boolean | undefined;
  readonly restart?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** `migrate VM... --to STORAGE`, or `--to POOL`. */
export const migrateVms = (context: CliContext, names: readonly string[], options: MigrateOptions): Promise<number> =>
  withSession(context, async (session) => {
    const target = readTarget(session.snapshot.inventory, options);
    if (!target.ok) return reportFailure(context, target.error);
    const requests = [...new Set(names)].map((name) => ({ name, action: migration(name, target.value) }));
    const act = () => runActions(context, session, requests, { isDryRun: options.dryRun === true });
    return options.restart === true && options.dryRun !== true ? whileShutDown(context, session, names, act) : act();
  });

type Target = Pick<ActionOf<'migrate'>, 'to' | 'pool' | 'isInPlace'>;

/** A pool may be called like a kind of storage: where there is one of that name, it is meant. */
function readTarget(inventory: Inventory, { to, pool, inPlace }: MigrateOptions): Result<Target, Failure> {
  const isPool = inventory.pools.some(({ name }) => name === to);
  const kind = isPool ? undefined : storageTypes.find((known) => known === to);
  const named = kind === undefined ? findPool(inventory, to) : ok(undefined);
  if (!named.ok) return named;
  const chosen = pool === undefined ? named : findPool(inventory, pool);
  if (!chosen.ok) return chosen;
  return ok({
    ...(kind === undefined ? {} : { to: kind }),
    ...(chosen.value === undefined ? {} : { pool: chosen.value }),
    ...(inPlace === true ? { isInPlace: true } : {}),
  });
}

function migration(name: string, target: Target): Result<Action, Failure> {
  const vm = readVmName(name);
  return vm.ok ? ok({ kind: 'migrate', vm: vm.value, ...target }) : vm;
}
