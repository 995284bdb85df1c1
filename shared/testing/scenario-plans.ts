import { bytes, gib, sumBytes } from '../base/bytes.ts';
import type { PlanAnswer } from '../contract/agent-contract.ts';
import type { Action, ActionOf } from '../domain/action.ts';
import type { VmName } from '../domain/ids.ts';
import type { Plan } from '../domain/plan.ts';
import { poolEffect } from '../rules/space-blockers.ts';
import { aPoolEffect } from './a-pool-effect.ts';
import { aPlan, aPlannedVolume, aThinPool, vmName } from './builders.ts';
import { scenarioVms } from './scenario-vms.ts';

const planFor = (vm: VmName): PlanAnswer => {
  switch (vm) {
    case 'vault':
    case 'netvm':
      return { outcome: 'refused', blockers: [{ code: 'vm-not-halted', vm, power: 'running' }] };
    case 'debian-alone':
      return {
        outcome: 'refused',
        blockers: [
          { code: 'image-missing', vm, role: 'root', lookedFor: '/var/lib/qubes/appvms/debian-alone/root.img' },
          { code: 'pool-too-small', pool: 'qubes_dom0/pool0', neededBytes: gib(180), freeBytes: gib(131) },
        ],
      };
    case 'win-7':
      return {
        outcome: 'plan',
        plan: aPlan({
          vm,
          copyBytes: gib(31.5),
          estimatedSeconds: 120,
          volumes: [aPlannedVolume(vm, 'root', gib(31.5), gib(60)), aPlannedVolume(vm, 'private', bytes(0), gib(2))],
          poolEffect: aPoolEffect({
            dataFraction: { before: 0.709, after: 0.778 },
            overcommitRatio: { before: 2.4, after: 2.53 },
            bytesToGate: gib(9),
          }),
          notes: [
            { code: 'near-gate', pool: 'qubes_dom0/pool0', bytesToGate: gib(9) },
            { code: 'originals-kept', bytes: gib(31.5) },
          ],
        }),
      };
    case 'fc20':
      return {
        outcome: 'plan',
        plan: aPlan({
          vm,
          copyBytes: gib(8.1),
          volumes: [aPlannedVolume(vm, 'root', gib(8)), aPlannedVolume(vm, 'private', gib(0.1), gib(2))],
          notes: [
            {
              code: 'children-keep-files',
              children: ['mail', 'web', 'dev', 'chat', 'music'].map(vmName),
            },
            { code: 'originals-kept', bytes: gib(8.1) },
          ],
        }),
      };
    default:
      return { outcome: 'plan', plan: aPlan({ vm }) };
  }
};

type Answers = { readonly [Kind in Action['kind']]?: (action: ActionOf<Kind>) => PlanAnswer };

const answers: Answers = {
  migrate: ({ vm }) => planFor(vm),
  'free-kept': (action) => freeingOf(action),
  resize: (action) => growingOf(action),
  clone: (action) => cloningOf(action),
  revert: (action) => plainly(action, [{ code: 'now-is-kept', revision: '9', since: null }]),
};

export const answerFor = (action: Action): PlanAnswer =>
  (answers[action.kind] as ((action: Action) => PlanAnswer) | undefined)?.(action) ?? plainly(action, []);

const noCopy = { volumes: [], copyBytes: bytes(0), estimatedSeconds: 0 };
const pool = aThinPool();

const plainly = (action: Action, notes: Plan['notes']): PlanAnswer => ({
  outcome: 'plan',
  plan: aPlan({ ...noCopy, poolEffect: null, vm: action.vm, action, notes }),
});

function growingOf(action: ActionOf<'resize'>): PlanAnswer {
  const state = scenarioVms
    .find(({ name }) => name === action.vm)
    ?.volumes.find(({ role }) => role === action.role)?.state;
  const now = state?.kind === 'present' ? state.sizeBytes : bytes(0);
  const { vm, role, sizeBytes } = action;
  if (sizeBytes < now) {
    return {
      outcome: 'refused',
      blockers: [{ code: 'shrink-refused', vm, role, sizeBytes: now, askedBytes: sizeBytes }],
    };
  }
  const more = bytes(sizeBytes - now);
  const plan = aPlan({
    ...noCopy,
    vm,
    action,
    poolEffect: poolEffect(pool, [{ sizeBytes: more, dataBytes: bytes(0) }]),
    notes: [{ code: 'guest-grows-filesystem', role }],
  });
  return { outcome: 'plan', plan };
}

const cloningOf = (action: ActionOf<'clone'>): PlanAnswer => ({
  outcome: 'plan',
  plan: aPlan({
    ...noCopy,
    vm: action.vm,
    action,
    poolEffect: poolEffect(pool, [{ sizeBytes: gib(40), dataBytes: bytes(0) }]),
    notes: [{ code: 'shares-blocks', pool: pool.name }],
  }),
});

/** What is kept of a VM is all that such a plan is about. */
function freeingOf(action: ActionOf<'free-kept'>): PlanAnswer {
  const kept = scenarioVms.find(({ name }) => name === action.vm)?.kept ?? [];
  const removes = kept.map(({ role, storage, path, usedBytes }) => ({
    role,
    storage,
    path,
    usedBytes,
    identity: path,
  }));
  const freedBytes = sumBytes(removes.map(({ usedBytes }) => usedBytes));
  const nothing = { volumes: [], copyBytes: bytes(0), estimatedSeconds: 0, poolEffect: null, notes: [] };
  const steps = [{ name: 'free', phase: 'free', role: null, bytes: null, command: null } as const];
  return { outcome: 'plan', plan: aPlan({ ...nothing, vm: action.vm, action, removes, freedBytes, steps }) };
}
