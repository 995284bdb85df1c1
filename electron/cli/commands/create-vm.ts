import { ok, type Result } from '#shared/base/result.ts';
import type { Bytes } from '#shared/base/bytes.ts';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { NetvmChoice, NewVmClass, VmLabel } from '#shared/domain/vm.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readNewVmName } from '../read-new-vm-name.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { withSession } from '../with-agent.ts';

export interface CreateOptions {
  readonly class: NewVmClass;
  /** A name, or `none`. */
  readonly template?: string | undefined;
  readonly label?: VmLabel | undefined;
  /** A name, `none` or `default`. */
  readonly netvm?: string | undefined;
  readonly storage?: StorageType | undefined;
  readonly pool?: string | undefined;
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
    const pool = options.pool === undefined ? ok(undefined) : findPool(session.snapshot.inventory, options.pool);
    if (!pool.ok) return reportFailure(context, pool.error);
    const action = creation(name, options, pool.value);
    return runActions(context, session, [{ name, action }], { isDryRun: options.dryRun === true });
  });

function creation(name: string, options: CreateOptions, pool: PoolId | undefined): Result<Action, Failure> {
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
    pool,
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
