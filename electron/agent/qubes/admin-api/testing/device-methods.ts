import { lines, type StandInMethod } from './stand-in-method.ts';
import { QubesException, Refusal, vmNamed, type StandInState } from './stand-in-state.ts';

/** The classes that the recorded qubesd knows, and those of an ordinary R4. */
const classes = ['block', 'mic', 'pci', 'usb'] as const;

/** The lines of devices that a test gave to a VM; none is what a new one has. */
const listed =
  (list: string): StandInMethod =>
  ({ state }, { dest }) =>
    lines(vmNamed(state, dest).devices.get(list) ?? []);

/** `BACKEND+PORT+DEVID` of a call, from the first word of a line. */
const argumentOf = (line: string): string =>
  (line.split(' ')[0] ?? '').replaceAll(':', '+').replaceAll(/[^A-Za-z0-9_.+-]/g, '_');

const put =
  (list: string, idOf: (payload: string, arg: string) => string): StandInMethod =>
  ({ state }, { dest, arg, payload }) => {
    const { devices } = vmNamed(state, dest);
    const before = devices.get(list) ?? [];
    if (before.some((line) => argumentOf(line) === arg)) {
      throw new QubesException('DeviceAlreadyAssigned', `${arg} is there already`);
    }
    vmNamed(state, arg.split('+')[0] ?? '');
    devices.set(list, [...before, `${idOf(payload, arg)} ${payload}`]);
    return '';
  };

const take =
  (list: string, type: string): StandInMethod =>
  ({ state }, { dest, arg }) => {
    const { devices } = vmNamed(state, dest);
    const before = devices.get(list) ?? [];
    const after = before.filter((line) => argumentOf(line) !== arg);
    if (after.length === before.length) throw new QubesException(type, `${arg} is not there`);
    devices.set(list, after);
    return '';
  };

/** The payload says what the argument cannot: `*` and `?` arrive there as they are. */
function quotedId(payload: string): string {
  const of = (key: string): string => new RegExp(`${key}='([^']*)'`).exec(payload)?.[1] ?? '';
  return `${of('backend_domain')}+${of('port_id')}:${of('device_id')}`;
}

const of = (generation: StandInState['generation'], method: StandInMethod): StandInMethod => {
  return (context, request) => {
    if (context.state.generation !== generation) throw new Refusal('no such method');
    return method(context, request);
  };
};

const methodsOf = (kind: string): Readonly<Record<string, StandInMethod>> => ({
  [`admin.vm.device.${kind}.Available`]: listed(`${kind}.Available`),
  [`admin.vm.device.${kind}.Assigned`]: of('4.3', listed(`${kind}.Assigned`)),
  [`admin.vm.device.${kind}.Attached`]: of('4.3', listed(`${kind}.Attached`)),
  [`admin.vm.device.${kind}.Assign`]: of('4.3', put(`${kind}.Assigned`, quotedId)),
  [`admin.vm.device.${kind}.Unassign`]: of('4.3', take(`${kind}.Assigned`, 'DeviceNotAssigned')),
  [`admin.vm.device.${kind}.List`]: of('4.2', listed(`${kind}.List`)),
  [`admin.vm.device.${kind}.Set.persistent`]: of('4.2', ({ state }, { dest, arg, payload }) => {
    const { devices } = vmNamed(state, dest);
    const lines = devices.get(`${kind}.List`) ?? [];
    const word = `persistent=${payload === 'True' ? 'yes' : 'no'}`;
    devices.set(
      `${kind}.List`,
      lines.map((line) => (argumentOf(line) === arg ? line.replace(/persistent=(yes|no)/, word) : line)),
    );
    return '';
  }),
  [`admin.vm.device.${kind}.Attach`]: (context, request) =>
    context.state.generation === '4.2'
      ? put(`${kind}.List`, (_, arg) => arg)(context, { ...request, payload: listedOptions(request.payload) })
      : put(`${kind}.Attached`, quotedId)(context, request),
  [`admin.vm.device.${kind}.Detach`]: (context, request) =>
    context.state.generation === '4.2'
      ? take(`${kind}.List`, 'DeviceNotAttached')(context, request)
      : take(`${kind}.Attached`, 'DeviceNotAttached')(context, request),
});

/** What was attached with `persistent=True` is listed with `persistent=yes`. */
function listedOptions(payload: string): string {
  const words = payload.split(' ').filter((word) => word !== '' && word !== 'persistent=True');
  return [...words, `persistent=${payload.includes('persistent=True') ? 'yes' : 'no'}`].join(' ');
}

/** Devices, by both generations' calls (facts §2.6). */
export const deviceMethods: Readonly<Record<string, StandInMethod>> = Object.assign(
  {},
  ...classes.map(methodsOf),
) as Record<string, StandInMethod>;

/** Whether a VM is given a device of `backend` at every start, which keeps that one from being removed. */
export const isBackend = ({ vms }: StandInState, backend: string): boolean =>
  [...vms.values()].some(({ devices }) =>
    [...devices].some(
      ([list, entries]) =>
        /\.(Assigned|List)$/.test(list) &&
        entries.some((line) => line.startsWith(`${backend}+`) && !line.endsWith('persistent=no')),
    ),
  );
