/** One call of the Admin API. Arguments and payload are those of the method; an empty one is sent as such. */
export interface AdminRequest {
  readonly method: string;
  /** The VM that is asked about; `dom0` for what belongs to no VM. */
  readonly dest: string;
  readonly arg: string;
  readonly payload: string;
}

export const adminRequest = (method: string, dest: string, arg = '', payload = ''): AdminRequest => ({
  method,
  dest,
  arg,
  payload,
});

/** As a person, or a line of policy, would name it. */
export const callText = ({ method, dest, arg }: AdminRequest): string =>
  `${method}${arg === '' ? '' : `+${arg}`} on ${dest}`;

/** What method and argument become on the wire: an empty argument too is told by its `+`. */
export const serviceOf = ({ method, arg }: AdminRequest): string => `${method}+${arg}`;

/** What qubesd reads of a request, header included; more than that, and it hangs up without a word (facts T11). */
export const maxRequestBytes = 65_536;

/** Over qrexec every other character would silently become `_`, and on the socket a space would end the word. */
const serviceWord = /^[A-Za-z0-9_.+-]+$/;
const vmWord = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** What makes the request one that must not be sent; undefined when it may. */
export function requestFault(request: AdminRequest, sizeBytes: number): string | undefined {
  if (!serviceWord.test(serviceOf(request))) return `“${request.arg}” cannot be an argument`;
  if (!vmWord.test(request.dest)) return `“${request.dest}” cannot be the name of a VM`;
  return sizeBytes > maxRequestBytes ? `${sizeBytes} bytes are more than qubesd reads` : undefined;
}
