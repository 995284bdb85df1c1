import { ok, type Result } from '#shared/base/result.ts';
import type { Bytes } from '#shared/base/bytes.ts';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { NetvmChoice, NewVmClass, VmLabel } from '#shared/domain/vm.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readNewVmName } from '../read-new-vm-name.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { withSession } from '../with-agent.ts';

/** The volumes that a pool can be named for. */
export const poolRoles = ['root', 'private', 'volatile'] as const;
type PoolRole = (typeof poolRoles)[number];

export interface PoolNames {
  readonly all: string | undefined;
  readonly of: Readonly<Partial<Record<PoolRole, string>>>;
}

export interface CreateOptions {
  readonly class: NewVmClass;
  /** A name, or `none`. */
  readonly template?: string | undefined;
  readonly label?: VmLabel | undefined;
  /** A name, `none` or `default`. */
  readonly netvm?: string | undefined;
  readonly storage?: StorageType | undefined;
  readonly pool?: PoolNames | undefined;
  readonly forDisposables?: true | undefined;
  readonly rootSize?: Bytes | undefined;
  readonly privateSize?: Bytes | undefined;
  readonly memory?: number | undefined;
  readonly vcpus?: number | undefined;
  readonly internal?: true | undefined;
  readonly rootImage?: ActionOf<'create'>['rootImage'];
  readonly dryRun?: true | undefined;
}

/** `create NAME --class CLASS …`. */
export const createVm = (context: CliContext, name: string, options: CreateOptions): Promise<number> =>
  withSession(context, async (session) => {
    const pools = findPools(session.snapshot.inventory, options.pool);
    if (!pools.ok) return reportFailure(context, pools.error);
    const action = creation(name, options, pools.value);
    return runActions(context, session, [{ name, action }], { isDryRun: options.dryRun === true });
  });

type FoundPools = Pick<ActionOf<'create'>, 'pool' | 'pools'>;

function findPools(inventory: Inventory, named: PoolNames | undefined): Result<FoundPools, Failure> {
  const all = named?.all === undefined ? ok(undefined) : findPool(inventory, named.all);
  if (!all.ok) return all;
  const pools: Partial<Record<PoolRole, PoolId>> = {};
  for (const role of poolRoles) {
    const name = named?.of[role];
    if (name === undefined) continue;
    const found = findPool(inventory, name);
    if (!found.ok) return found;
    pools[role] = found.value;
  }
  return ok({ pool: all.value, ...(Object.keys(pools).length === 0 ? {} : { pools }) });
}

function creation(name: string, options: CreateOptions, pools: FoundPools): Result<Action, Failure> {
  const vm = readNewVmName(name);
  if (!vm.ok) return vm;
  const template = readTemplate(options.template);
  if (!template.ok) return template;
  const netvm = readNetvm(options.netvm);
  if (!netvm.ok) return netvm;
  return ok({
    kind: 'create',
    vm: vm.value,
    class: options.class,
    template: template.value,
    label: options.label,
    netvm: netvm.value,
    to: options.storage,
    ...pools,
    isForDisposables: options.forDisposables,
    rootBytes: options.rootSize,
    privateBytes: options.privateSize,
    memoryMib: options.memory,
    vcpus: options.vcpus,
    isInternal: options.internal,
    rootImage: options.rootImage,
  });
}

const readTemplate = (template: string | undefined): Result<VmName | null | undefined, Failure> =>
  template === undefined || template === 'none' ? ok(template === 'none' ? null : undefined) : readVmName(template);

function readNetvm(netvm: string | undefined): Result<NetvmChoice | undefined, Failure> {
  if (netvm === undefined) return ok(undefined);
  if (netvm === 'none' || netvm === 'default') return ok({ kind: netvm });
  const vm = readVmName(netvm);
  return vm.ok ? ok({ kind: 'vm', vm: vm.value }) : vm;
}
