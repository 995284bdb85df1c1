import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { baseOf, labelOf, poolsOf, propertiesOf, type Creation } from '../new-qube.ts';

/** What qubesd has made is what was asked for: as it tells it itself. */
export const checkNew = (creation: Creation, ports: AdminPorts): Step => ({
  name: 'read-back',
  phase: 'verify',
  role: null,
  bytes: null,
  run: () => check(creation, ports),
});

async function check(creation: Creation, { qubes }: AdminPorts): Promise<Result<void, Failure>> {
  const { vm, rootBytes, privateBytes } = creation;
  const what: string[] = [];
  const compare = (name: string, is: string, asked: string): void => {
    if (is !== asked) what.push(`${name} is ${is === '' ? 'not set' : is} instead of ${asked === '' ? 'none' : asked}`);
  };
  const found = await qubes.find(vm);
  if (!found.ok) return found;
  if (found.value === undefined) return err({ code: 'vm-not-found', vm });
  compare('class', found.value.class ?? '', creation.class);
  const base = baseOf(creation) ?? null;
  const asked = [
    { name: 'label', value: labelOf(creation) },
    ...(base === null ? [] : [{ name: 'template', value: base }]),
    ...propertiesOf(creation),
  ];
  for (const { name, value } of asked) {
    const property = await qubes.property(vm, name);
    if (!property.ok) return property;
    compare(name, property.value.value, value);
  }
  for (const [role, pool] of poolsOf(creation)) {
    const info = await qubes.volume(vm, role);
    if (!info.ok) return info;
    compare(`the pool of ${role}`, info.value.pool, pool);
    const size = role === 'root' ? rootBytes : role === 'private' ? privateBytes : undefined;
    if (size !== undefined) compare(`the size of ${role}`, String(info.value.sizeBytes ?? ''), String(size));
  }
  return what.length === 0 ? done : err({ code: 'not-as-asked', vm, what });
}
