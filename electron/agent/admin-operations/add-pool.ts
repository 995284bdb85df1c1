import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { addPoolBlockers } from '#shared/rules/r4-pool-blockers.ts';
import type { Step, StepTools } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';

type Draft = DraftOf<'add-pool'>;

/** Makes a pool known to Qubes, and asks whether it is the one that was meant. */
export function addPoolOperation(ports: AdminPorts): Operation<'add-pool', AdminWorld> {
  const stepsOf = (plan: Draft): readonly Step[] => [
    {
      name: 'add',
      phase: 'reserve',
      role: null,
      bytes: null,
      run: (tools) => add(plan, tools, ports),
      undo: () => takeBack(plan, ports),
    },
    {
      name: 'read-back',
      phase: 'verify',
      role: null,
      bytes: null,
      isPointOfNoReturn: true,
      async run() {
        const differing = await differences(plan, ports);
        if (!differing.ok) return differing;
        const { vm } = plan.action;
        return differing.value.length === 0 ? done : err({ code: 'not-as-asked', vm, what: differing.value });
      },
    },
  ];
  return {
    async plan(action, { inventory }) {
      const drivers = await ports.qubes.poolDrivers();
      if (!drivers.ok) return drivers;
      const blockers = addPoolBlockers(action, inventory.pools, drivers.value);
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const draft: Draft = {
        ...emptyDraft({ name: action.vm, dirPath: '' }),
        action,
        notes: [{ code: 'pool-not-made', driver: action.driver }],
      };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

/** Cut off, it may have come about. */
async function add(
  { action: { name, driver, options } }: Draft,
  { remembered, remember }: Pick<StepTools, 'remembered' | 'remember'>,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const pools = await qubes.pools();
  if (!pools.ok) return pools;
  if (pools.value.includes(name)) return remembered === undefined ? err({ code: 'name-taken', name }) : done;
  remember({ begun: true });
  return qubes.addPool(name, driver, options);
}

/** One that is not what was asked for is somebody else's. Where it is used already, qubesd keeps it. */
async function takeBack(plan: Draft, ports: AdminPorts): Promise<Result<void, Failure>> {
  const { name } = plan.action;
  const pools = await ports.qubes.pools();
  if (!pools.ok) return pools;
  if (!pools.value.includes(name)) return done;
  const differing = await differences(plan, ports);
  if (!differing.ok) return differing;
  return differing.value.length > 0 ? err({ code: 'name-taken', name }) : ports.qubes.removePool(name);
}

async function differences(
  { action: { name, driver, options } }: Draft,
  { qubes }: AdminPorts,
): Promise<Result<readonly string[], Failure>> {
  const config = await qubes.poolConfig(name);
  if (!config.ok) return config;
  return ok(
    Object.entries({ driver, ...options })
      .filter(([option, value]) => config.value.get(option) !== value)
      .map(([option, value]) => `${option} of ${name} is ${config.value.get(option) ?? 'not set'} instead of ${value}`),
  );
}
