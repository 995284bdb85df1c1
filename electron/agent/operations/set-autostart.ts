import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { autostartBlockers } from '#shared/rules/autostart-blockers.ts';
import { registeredVm } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { RegistryContents, VmRegistry } from '../qubes/vm-registry.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf } from './plan-draft.ts';

export interface AutostartPorts {
  readonly registry: VmRegistry;
  readonly links: {
    list(): Promise<Result<ReadonlySet<VmName>, Failure>>;
    set(vm: VmName, isOn: boolean): Promise<Result<void, Failure>>;
  };
}

type StepName = 'check' | 'link' | 'register';
type Draft = DraftOf<'set-autostart'>;

/** Makes a VM start at boot, or not: in the registry and in systemd together. Where the two differ it repairs that. */
export function setAutostartOperation(ports: AutostartPorts): Operation<'set-autostart'> {
  return {
    async plan(action, world, jobs) {
      const found = registeredVm(world, action.vm);
      if (!found.ok) return found;
      const { name, autostart } = found.value;
      const blockers = autostartBlockers(found.value, jobs);
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const links = await ports.links.list();
      if (!links.ok) return links;
      // What is so already is no step: undoing turns back no more than what the job itself has turned.
      const steps: StepName[] = ['check'];
      if (links.value.has(name) !== action.isOn) steps.push('link');
      if (autostart !== action.isOn) steps.push('register');
      const draft: Draft = { ...emptyDraft(found.value), action };
      return ok(finishPlan(draft, stepsNamed(steps, draft, ports)));
    },
    steps: (plan) =>
      stepsNamed(
        plan.steps.map(({ name }) => name),
        plan,
        ports,
      ),
  };
}

const stepsNamed = (names: readonly string[], plan: Draft, ports: AutostartPorts): readonly Step[] =>
  names.map((name) => stepNamed(name, names, plan, ports));

function stepNamed(name: string, planned: readonly string[], plan: Draft, ports: AutostartPorts): Step {
  const { vm, isOn } = plan.action;
  const shown = { name, role: null, bytes: null } as const;
  switch (name) {
    case 'check':
      return { ...shown, phase: 'check', run: () => checkPlanned(plan, planned, ports) };
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
async function checkPlanned(
  plan: Draft,
  planned: readonly string[],
  ports: AutostartPorts,
): Promise<Result<void, Failure>> {
  const { isOn } = plan.action;
  const [contents, links] = await Promise.all([ports.registry.read(), ports.links.list()]);
  if (!contents.ok) return contents;
  if (!links.ok) return links;
  const vm = plannedVm(plan, contents.value);
  if (!vm.ok) return vm;
  const changes = (name: StepName): boolean => planned.includes(name);
  const isAsPlanned =
    changes('link') === (links.value.has(plan.vm) !== isOn) && changes('register') === (vm.value.autostart !== isOn);
  return isAsPlanned ? done : err({ code: 'vm-changed', vm: plan.vm });
}

async function register(plan: Draft, isOn: boolean, { registry }: AutostartPorts): Promise<Result<void, Failure>> {
  const edited = await registry.edit({
    decide: (current) => {
      const vm = plannedVm(plan, current);
      return Promise.resolve(vm.ok ? ok([{ kind: 'set', vm: plan.vm, settings: { autostart: isOn } } as const]) : vm);
    },
  });
  return edited.ok ? done : edited;
}

function plannedVm(plan: Draft, { vms }: RegistryContents): Result<RegistryContents['vms'][number], Failure> {
  const vm = vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  return vm.dirPath === plan.vmDir ? ok(vm) : err({ code: 'vm-changed', vm: plan.vm });
}
