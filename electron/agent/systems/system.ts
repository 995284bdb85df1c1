import type { Result } from '#shared/base/result.ts';
import type { DeviceList } from '#shared/contract/agent-contract.ts';
import type { Action } from '#shared/domain/action.ts';
import type { CheckReport } from '#shared/domain/check-report.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId, VmName } from '#shared/domain/ids.ts';
import type { Inventory, InventoryChange } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { AssignmentMode } from '#shared/domain/device.ts';
import type { AssignRequest, AttachedAs, AttachRequest, DetachWhat } from '../devices/device-attachments.ts';
import type { CommandRunner, StreamingRunner } from '../exec/command-runner.ts';
import type { GuestDisk } from '../hypervisor/hypervisor.ts';
import type { Step } from '../jobs/step.ts';

/** What every system is given. */
export interface SystemContext {
  readonly runner: CommandRunner & StreamingRunner;
  readonly jobs: () => readonly Job[];
  readonly onInventoryChanged: (change: InventoryChange) => void;
}

/** The parts of an agent that differ from system to system. */
export interface System {
  readonly inventory: {
    look(): Promise<{ readonly inventory: Inventory }>;
    /** Tells of changes by itself until the returned function is called. */
    watch(): () => void;
  };
  /** Puts right at once what jobs that were cut off have left in nobody's way but everybody's. */
  readonly recover: () => Promise<void>;
  /** What registry, storage and system do not agree about. */
  readonly checks: () => Promise<Result<CheckReport, Failure>>;
  readonly planner: {
    plan(action: Action): Promise<Result<Plan, Failure>>;
    steps(plan: Plan): readonly Step[];
  };
  readonly power: {
    start(vm: VmName): Promise<Result<void, Failure>>;
    stop(vm: VmName): Promise<Result<void, Failure>>;
    kill(vm: VmName): Promise<Result<void, Failure>>;
    pause(vm: VmName): Promise<Result<void, Failure>>;
    unpause(vm: VmName): Promise<Result<void, Failure>>;
    prepare(vm: VmName): Promise<Result<void, Failure>>;
    release(vm: VmName): Promise<Result<void, Failure>>;
    disks(vm: VmName): Promise<Result<readonly GuestDisk[], Failure>>;
    startDisposable(vm: VmName): Promise<Result<VmName, Failure>>;
  };
  /** The block devices that guests can be given. */
  readonly devices: {
    list(): Promise<Result<DeviceList, Failure>>;
    attach(request: AttachRequest): Promise<Result<AttachedAs, Failure>>;
    detach(vm: VmName, what: DetachWhat): Promise<Result<AttachedAs, Failure>>;
    assign(request: AssignRequest): Promise<Result<{ readonly mode: AssignmentMode }, Failure>>;
    unassign(vm: VmName, device: DeviceId): Promise<Result<void, Failure>>;
  };
}
