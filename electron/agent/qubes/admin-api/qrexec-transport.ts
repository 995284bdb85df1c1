import { done, err } from '#shared/base/result.ts';
import type { StreamingRunner } from '../../exec/command-runner.ts';
import { callText, requestFault, serviceOf } from './admin-request.ts';
import type { AdminTransport } from './admin-transport.ts';

export const qrexecClientPath = '/usr/bin/qrexec-client-vm';

/** How `qrexec-client-vm` ends when the call did not reach qubesd (QubesOS/qubes-core-qrexec, qrexec-client-vm.rst). */
const exitStatus = { noQrexec: 125, denied: 126, noSuchService: 127 } as const;

/** In a management qube: a program for each call, and dom0's policy before each answer. */
export const qrexecTransport = (runner: StreamingRunner, program = qrexecClientPath): AdminTransport => ({
  async exchange(request, onData, { signal } = {}) {
    const service = serviceOf(request);
    const fault = requestFault(request, Buffer.byteLength(`${service} dom0 name ${request.dest} ${request.payload}`));
    if (fault !== undefined) return err({ code: 'bad-request', detail: fault });
    const command = { program, args: [request.dest, service], input: request.payload };
    const ended = await runner.stream(command, onData, { signal });
    if (!ended.ok) return ended;
    const call = callText(request);
    switch (ended.value) {
      case 0:
        return done;
      case exitStatus.denied:
      case exitStatus.noSuchService:
        return err({ code: 'admin-refused', call, by: 'policy' });
      case exitStatus.noQrexec:
      case null:
        return err({ code: 'admin-unreachable', via: program, detail: 'qrexec does not answer' });
      default:
        return err({ code: 'admin-cut-off', call });
    }
  },
});
