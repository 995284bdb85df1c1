import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { timestampNow } from '../../job-parts.ts';
import type { PlanOf } from '../../operations/plan-draft.ts';
import { AdminClient } from '../../qubes/admin-api/admin-client.ts';
import { AdminInventory } from '../../qubes/admin-api/admin-inventory.ts';
import { AdminQubes } from '../../qubes/admin-api/admin-qubes.ts';
import type { AdminTransport } from '../../qubes/admin-api/admin-transport.ts';
import { QubesdXmlRegistry } from '../../qubes/admin-api/qubesd-xml-registry.ts';
import { directTransport } from '../../qubes/admin-api/testing/direct-transport.ts';
import { loadRegistry, registryOf } from '../../qubes/admin-api/testing/r4-registry.ts';
import { recordedState } from '../../qubes/admin-api/testing/recorded-state.ts';
import { StandInQubesd } from '../../qubes/admin-api/testing/stand-in-qubesd.ts';
import { PowerCutJobs } from '../../testing/power-cut-jobs.ts';
import { PowerSupply } from '../../testing/power-supply.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { relocateOperation } from '../relocate.ts';
import { changes } from './admin-lab.ts';
import { describedState } from './described-state.ts';
import { FakeThinVolumes } from './fake-thin-volumes.ts';

/** A dom0 with R4 in which the agent is root: a stand-in qubesd with its registry in a file, and LVM. */
export class InPlaceLab {
  readonly power = new PowerSupply();
  readonly qubesd = new StandInQubesd(recordedState('lvm-thin-pools'));
  readonly thin = new FakeThinVolumes();
  readonly registryPath: string;
  readonly jobs: PowerCutJobs;
  readonly ports: AdminPorts;
  readonly #dir = mkdtempSync(join(tmpdir(), 'in-place-'));
  readonly #inventory: AdminInventory;
  isRunning = true;

  constructor(prepare: (lab: InPlaceLab) => void) {
    this.registryPath = join(this.#dir, 'qubes.xml');
    prepare(this);
    this.#addVolumes();
    this.#save();
    const direct = directTransport(this.qubesd);
    const transport: AdminTransport = {
      exchange: async (request, onData, options) => {
        if (!this.isRunning) return err({ code: 'admin-unreachable', via: 'socket', detail: 'stopped' });
        if (!changes(request)) return direct.exchange(request, onData, options);
        this.power.use();
        const answered = await direct.exchange(request, onData, options);
        this.#save();
        return answered;
      },
    };
    const client = new AdminClient(transport);
    this.#inventory = new AdminInventory({ client, seesAllVms: true, thin: this.thin, now: timestampNow });
    const thin = this.power.over(this.thin, 'reserve', 'rename', 'markKept', 'release', 'remove', 'copy');
    this.ports = {
      qubes: new AdminQubes(client),
      dom0: { uncommittedPath: () => Promise.resolve(ok(null)) },
      dom0Root: null,
      pollMs: 60_000,
      inPlace: {
        thin,
        blocks: thin,
        registry: this.power.over(new QubesdXmlRegistry(this.registryPath), 'backUp', 'move'),
        service: this.power.over(this, 'stop', 'start'),
      },
    };
    this.jobs = new PowerCutJobs(this.power, (plan) => relocateOperation(this.ports).steps(plan as PlanOf<'migrate'>));
  }

  async plan(vm: string, pool = 'data'): Promise<Result<Plan, Failure>> {
    const action: ActionOf<'migrate'> = { kind: 'migrate', vm: vm as VmName, pool: pool as PoolId, isInPlace: true };
    return relocateOperation(this.ports).plan(action, await this.#inventory.look(), []);
  }

  async planned(vm: string): Promise<Plan> {
    const plan = await this.plan(vm);
    if (!plan.ok) throw new Error(JSON.stringify(plan.error));
    return plan.value;
  }

  async inventory(): Promise<Inventory> {
    return (await this.#inventory.look()).inventory;
  }

  stop(): Promise<Result<void, Failure>> {
    if (this.isRunning) this.#save();
    this.isRunning = false;
    return Promise.resolve(done);
  }

  /** Also what the machine does by itself when it boots. */
  start(): Promise<Result<void, Failure>> {
    if (!this.isRunning) loadRegistry(this.qubesd.state, readFileSync(this.registryPath, 'utf8'));
    this.isRunning = true;
    return Promise.resolve(done);
  }

  everything() {
    const written = readFileSync(this.registryPath, 'utf8');
    const state = describedState(this.qubesd.state);
    return {
      state,
      isRunning: this.isRunning,
      isWritten: written === registryOf(this.qubesd.state),
      lvm: this.thin.described(),
    };
  }

  /** That a whole original of it is there whatever happens. */
  holds(content: string): boolean {
    return [...this.thin.volumes.values()].some((volume) => volume.content === content && volume.job === null);
  }

  async remove(): Promise<void> {
    await this.jobs.remove();
    rmSync(this.#dir, { recursive: true });
  }

  #save(): void {
    writeFileSync(this.registryPath, registryOf(this.qubesd.state));
  }

  #addVolumes(): void {
    const { vms, pools } = this.qubesd.state;
    for (const vm of vms.values()) {
      for (const { pool, vid, content, saveOnStop, revisions } of vm.volumes.values()) {
        const config = pools.get(pool)?.config;
        if (config?.get('driver') !== 'lvm_thin' || !saveOnStop) continue;
        const thinPool = `${config.get('volume_group') ?? ''}/${config.get('thin_pool') ?? ''}`;
        this.thin.add(vid, thinPool, content);
        for (const id of revisions) this.thin.add(`${vid}-${id}`, thinPool, `${content} before`);
      }
    }
  }
}
