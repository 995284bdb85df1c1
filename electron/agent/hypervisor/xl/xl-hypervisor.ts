import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { Hypervisor } from '../hypervisor.ts';
import { parseXlList } from './parse-xl-list.ts';

const listDomains: Command = { program: '/usr/sbin/xl', args: ['list'] };

/** Xen, as a core-2 dom0 has it. VMs are started and stopped by Qubes' own tools there. */
export class XlHypervisor implements Hypervisor {
  readonly #runner: CommandRunner;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  async powerStates(): Promise<Result<ReadonlyMap<VmName, PowerState>, Failure>> {
    const output = await this.#runner.run(listDomains);
    if (!output.ok) return output;
    const states = parseXlList(output.value);
    if (states !== null) return ok(states);
    return err({ code: 'report-unreadable', program: listDomains.program, detail: 'not a list of domains' });
  }

  start(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-start');
  }

  stop(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-shutdown');
  }

  kill(vm: VmName): Promise<Result<void, Failure>> {
    return refer(vm, 'qvm-kill');
  }
}

const refer = (vm: VmName, tool: string): Promise<Result<void, Failure>> =>
  Promise.resolve(err({ code: 'guest-failed', vm, detail: `use ${tool} on this machine` }));
