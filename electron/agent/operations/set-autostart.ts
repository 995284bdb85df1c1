import { bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { activeJobOn } from '#shared/rules/migrate-blockers.ts';
import { registeredVm } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { RegistryContents, VmRegistry } from '../qubes/vm-registry.ts';
import type { Operation } from './operation.ts';
import { planFingerprint } from './plan-fingerprint.ts';

export interface AutostartPorts {
  readonly registry: VmRegistry;
  readonly links: {
    list(): Promise<Result<ReadonlySet<VmName>, Failure>>;
    set(vm: VmName, isOn: boolean): Promise<Result<void, Failure>>;
  };
}

type StepName = 'check' | 'link' | 'register';
type Draft = Omit<Plan, 'fingerprint'>;

/** Makes a VM start at boot, or not: in the registry and in systemd together. Where the two differ it repairs that. */
export function setAutostartOperation(ports: AutostartPorts): Operation<'set-autostart'> {
  return {
    async plan(action, world, jobs) {
      const found = registeredVm(world, action.vm);
      if (!found.ok) return found;
      const { name, class: vmClass, autostart, dirPath } = found.value;
      if (vmClass === 'AdminVM' || vmClass === 'DispVM') {
        return err({ code: 'refused', blockers: [{ code: 'class-has-no-autostart', vm: name, class: vmClass }] });
      }
      const job = activeJobOn({ name }, jobs);
      if (job !== undefined) {
        return err({ code: 'refused', blockers: [{ code: 'job-on-vm', vm: name, job: job.id }] });
      }
      const links = await ports.links.list();
      if (!links.ok) return links;
      // What is so already is no step: undoing turns back no more than what the job itself has turned.
      const steps: StepName[] = ['check'];
      if (links.value.has(name) !== action.isOn) steps.push('link');
      if (autostart !== action.isOn) steps.push('register');
      const draft = planOf(action, dirPath, steps);
      return ok({ ...draft, fingerprint: planFingerprint(draft) });
    },
    steps: (plan) => plan.steps.map(({ name }) => stepNamed(name, plan.action, plan, ports)),
  };
}

const planOf = (action: ActionOf<'set-autostart'>, vmDir: string, steps: readonly StepName[]): Draft => ({
  action,
  vm: action.vm,
  vmDir,
  holds: [action.vm],
  volumes: [],
  removes: [],
  steps: steps.map((name) => ({
    name,
    phase: name === 'check' ? 'check' : 'switch',
    role: null,
    bytes: null,
    command: null,
  })),
  copyBytes: bytes(0),
  freedBytes: bytes(0),
  estimatedSeconds: 0,
  poolEffect: null,
  notes: [],
});

function stepNamed(name: string, action: ActionOf<'set-autostart'>, plan: Plan, ports: AutostartPorts): Step {
  const { vm, isOn } = action;
  const shown = { name, role: null, bytes: null } as const;
  switch (name) {
    case 'check':
      return { ...shown, phase: 'check', run: () => checkPlanned(plan, isOn, ports) };
    case 'link':
      return {
        ...shown,
        phase: 'switch',
        run: () => ports.links.set(vm, isOn),
        undo: () => ports.links.set(vm, !isOn),
      };
    case 'register':
      return {
        ...shown,
        phase: 'switch',
        run: () => register(plan, isOn, ports),
        undo: () => register(plan, !isOn, ports),
      };
    default:
      throw new Error(`no step ${name}`);
  }
}

/** Somebody may have turned one of the two meanwhile: then the plan's steps, and their undoing, are not right any more. */
async function checkPlanned(plan: Plan, isOn: boolean, ports: AutostartPorts): Promise<Result<void, Failure>> {
  const [contents, links] = await Promise.all([ports.registry.read(), ports.links.list()]);
  if (!contents.ok) return contents;
  if (!links.ok) return links;
  const vm = plannedVm(plan, contents.value);
  if (!vm.ok) return vm;
  const changes = (name: StepName): boolean => plan.steps.some((step) => step.name === name);
  const isAsPlanned =
    changes('link') === (links.value.has(plan.vm) !== isOn) && changes('register') === (vm.value.autostart !== isOn);
  return isAsPlanned ? done : err({ code: 'vm-changed', vm: plan.vm });
}

async function register(plan: Plan, isOn: boolean, { registry }: AutostartPorts): Promise<Result<void, Failure>> {
  const edited = await registry.edit({
    decide: (current) => {
      const vm = plannedVm(plan, current);
      return Promise.resolve(vm.ok ? ok([{ kind: 'set', vm: plan.vm, settings: { autostart: isOn } } as const]) : vm);
    },
  });
  return edited.ok ? done : edited;
}

function plannedVm(plan: Plan, { vms }: RegistryContents): Result<RegistryContents['vms'][number], Failure> {
  const vm = vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  return vm.dirPath === plan.vmDir ? ok(vm) : err({ code: 'vm-changed', vm: plan.vm });
}
