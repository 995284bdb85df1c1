import { done, err } from '#shared/base/result.ts';
import { callText } from '../admin-request.ts';
import type { AdminTransport } from '../admin-transport.ts';
import type { StandInQubesd } from './stand-in-qubesd.ts';

/** To a stand-in without a socket between: for tests of many thousand calls. */
export const directTransport = (qubesd: StandInQubesd): AdminTransport => ({
  async exchange(request, onData) {
    const { ends, bytes } = await qubesd.respond(request);
    onData(bytes);
    return ends === 'broken' ? err({ code: 'admin-cut-off', call: callText(request) }) : done;
  },
});
