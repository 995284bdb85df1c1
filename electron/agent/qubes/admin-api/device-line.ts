import { splitAtFirst } from './read-lines.ts';

/** Which of the two APIs for devices a qubesd has: they differ in calls, arguments and lines (facts §2.6). */
export type DeviceApi = 'r4.2' | 'r4.3';

/** A line of what qubesd answers about devices. */
export interface DeviceLine {
  /** The VM whose device it is; empty where that one was asked. */
  readonly backend: string;
  /** Its name there, such as `sda1`. */
  readonly port: string;
  /** What it is, wherever it is plugged in; null from R4.2, and `*` for whatever is in the port. */
  readonly deviceId: string | null;
  readonly fields: ReadonlyMap<string, string>;
}

/** `BACKEND+PORT:DEVID key='value'…`, from R4.2 `BACKEND+PORT key=value… description=all the rest`. */
export function readDeviceLine(line: string, api: DeviceApi): DeviceLine {
  const [id, rest] = splitAtFirst(' ')(line);
  const plus = id.indexOf('+');
  const [backend, where] = plus === -1 ? ['', id] : [id.slice(0, plus), id.slice(plus + 1)];
  if (api === 'r4.2') return { backend, port: where, deviceId: null, fields: plainFields(rest) };
  const [port, deviceId] = splitAtFirst(':')(where);
  return { backend, port, deviceId: deviceId === '' ? '*' : deviceId, fields: quotedFields(rest) };
}

/** A quote within a value is escaped, a backslash is not: a value ends where the next key begins, or the line. */
function quotedFields(text: string): ReadonlyMap<string, string> {
  const fields = text.matchAll(/([^\s=']+)='(.*?)'(?= [^\s=']+='|$)/g);
  return new Map([...fields].map(([, key = '', value = '']) => [key, value.replaceAll(String.raw`\'`, "'")]));
}

function plainFields(text: string): ReadonlyMap<string, string> {
  const at = text.search(/(^| )description=/);
  const [words, description] = at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at).trimStart()];
  const fields = words.split(' ').filter((word) => word !== '');
  return new Map([...fields, ...(description === undefined ? [] : [description])].map(splitAtFirst('=')));
}

/** How calls name the device: every `:` becomes `+`, what a service may not contain `_`. */
export const deviceArgument = ({ backend, port, deviceId }: Omit<DeviceLine, 'fields'>): string =>
  [backend, port, ...(deviceId === null ? [] : [deviceId])]
    .join('+')
    .replaceAll(':', '+')
    .replaceAll(/[^A-Za-z0-9_.+-]/g, '_');

/** What belongs to the assignment itself; the rest of a line describes the device. Options begin with `_`. */
const assignmentKeys: readonly string[] = ['device_id', 'port_id', 'devclass', 'backend_domain', 'mode'];

/** The payload that gives `frontend` the device again as the line says, at every start. */
export function assignmentPayload({ deviceId, fields }: DeviceLine, frontend: string): string {
  if (deviceId === null) {
    const options = [...fields].filter(([key]) => key !== 'persistent' && key !== 'description');
    return [...options, ['persistent', 'True']].map(([key = '', value = '']) => `${key}=${value}`).join(' ');
  }
  const kept = [...fields].filter(([key]) => assignmentKeys.includes(key) || key.startsWith('_'));
  return quotedWords([...kept, ['frontend_domain', frontend]]);
}

export const quotedWords = (fields: readonly (readonly [string, string])[]): string =>
  fields.map(([key, value]) => `${key}='${value.replaceAll("'", String.raw`\'`)}'`).join(' ');
