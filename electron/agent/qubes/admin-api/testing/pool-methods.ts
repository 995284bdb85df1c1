import type { StandInMethod } from './stand-in-method.ts';
import { poolNamed, QubesException, Refusal, type StandInState } from './stand-in-state.ts';

const add: StandInMethod = ({ state, emit }, { arg, payload }) => {
  const pairs = payload.split('\n').filter((line) => line !== '');
  const told = new Map(pairs.map((line) => line.split('=', 2) as [string, string]));
  const name = told.get('name') ?? '';
  const known = (state.installed.get('admin.pool.ListDrivers') ?? '').split('\n').map((line) => line.split(' '));
  const options = known.find(([driver]) => driver === arg);
  if (options === undefined || !/^[A-Za-z0-9._-]+$/.test(name) || told.size !== pairs.length) throw new Refusal(arg);
  if (state.pools.has(name)) throw new Refusal('it exists');
  const unknown = [...told.keys()].filter((key) => key !== 'name' && !options.includes(key));
  if (unknown.length > 0) throw new QubesException('QubesException', `unexpected driver options: ${unknown.join()}`);
  const needed = { lvm_thin: 'thin_pool', file: 'dir_path', 'file-reflink': 'dir_path' }[arg] ?? 'name';
  if (!told.has(needed)) throw new QubesException('QubesException', `missing required argument: '${needed}'`);
  const config = [...told, ['driver', arg], ['ephemeral_volatile', told.get('ephemeral_volatile') ?? 'False']] as const;
  state.pools.set(name, {
    name,
    driver: arg,
    config: new Map([...config].sort(([one], [other]) => (one < other ? -1 : 1))),
    sizeBytes: 2 ** 32,
    usedBytes: 0,
    metadata: null,
    includedIn: null,
    others: [],
  });
  emit('', 'pool-add', { pool: name });
  return '';
};

const remove: StandInMethod = ({ state, emit }, { arg }) => {
  poolNamed(state, arg);
  if (isUsed(state, arg)) throw new QubesException('QubesPoolInUseError', `Storage pool is in use: '${arg}'`);
  emit('', 'pool-pre-delete', { pool: arg });
  state.pools.delete(arg);
  emit('', 'pool-delete', { pool: arg });
  return '';
};

const isUsed = ({ vms, properties }: StandInState, pool: string): boolean =>
  [...properties].some(([name, { value }]) => name.startsWith('default_pool') && value === pool) ||
  [...vms.values()].some(({ volumes }) => [...volumes.values()].some((volume) => volume.pool === pool));

/** Pools that come and go (facts §2.4). */
export const poolMethods: Readonly<Record<string, StandInMethod>> = {
  'admin.pool.Add': add,
  'admin.pool.Remove': remove,
};
