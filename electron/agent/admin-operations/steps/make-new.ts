import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { inTurn } from '../in-turn.ts';
import { lock, lockOf } from '../move-marks.ts';
import {
  baseOf,
  featuresOf,
  labelOf,
  ownNewQube,
  ownRoles,
  poolsOf,
  propertiesOf,
  type Creation,
} from '../new-qube.ts';
import { makeOwn, undoOwn } from '../remove-own.ts';

/** Makes a qube with nothing in it. It cannot be started until it is all that it shall be: its network, for one. */
export const makeNew = (creation: Creation, ports: AdminPorts): Step => ({
  name: 'make',
  phase: 'reserve',
  role: null,
  bytes: null,
  run: (tools) => makeOwn(ownNewQube(creation, tools.job), tools, () => make(creation, tools.job, ports), ports),
  undo: ({ job }) => undoOwn(ownNewQube(creation, job), ports),
});

async function make(creation: Creation, job: JobId, { qubes }: AdminPorts): Promise<Result<void, Failure>> {
  const { vm } = creation;
  const created = await qubes.create({
    class: creation.class,
    name: vm,
    label: labelOf(creation),
    template: baseOf(creation) ?? null,
    pools: poolsOf(creation),
  });
  if (!created.ok) return created;
  const by = await lockOf(vm, { qubes });
  if (!by.ok) return by;
  const locked = await lock(qubes, vm, job, by.value);
  if (!locked.ok) return locked;
  const set = await inTurn(propertiesOf(creation), ({ name, value }) => qubes.setProperty(vm, name, value));
  if (!set.ok) return set;
  const featured = await inTurn(featuresOf(creation), ({ name, value }) => qubes.setFeature(vm, name, value));
  if (!featured.ok) return featured;
  return inTurn(ownRoles(creation), (role) => size(creation, role, { qubes }));
}

/** qubesd makes every volume of the same size, and what is smaller than that would be shrunk. */
async function size(
  creation: Creation,
  role: 'root' | 'private',
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<void, Failure>> {
  const { vm } = creation;
  const asked = role === 'root' ? creation.rootBytes : creation.privateBytes;
  if (asked === undefined) return done;
  const info = await qubes.volume(vm, role);
  if (!info.ok) return info;
  const { sizeBytes } = info.value;
  if (sizeBytes !== null && sizeBytes > asked) {
    const blocker = { code: 'shrink-refused', vm, role, sizeBytes, askedBytes: asked } as const;
    return err({ code: 'refused', blockers: [blocker] });
  }
  return sizeBytes === asked ? done : qubes.resize(vm, role, asked);
}
