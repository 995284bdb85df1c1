import { parseArgs } from 'node:util';

interface CommonOptions {
  readonly socketPath: string;
  /** The journal and the log: survives the agent and the machine's restarts. */
  readonly stateDir: string;
}

/** A dom0 of core-2. */
export interface Core2Options extends CommonOptions {
  readonly system: 'dom0';
  readonly hypervisor: 'xl' | 'sandbox-guests';
  readonly registryPath: string;
  readonly qubesDir: string;
  /** What core-2 keeps for as long as the machine runs. */
  readonly runDir: string;
  /** Where guests of the sandbox keep their state: goes with the machine. */
  readonly guestsDir: string;
  /** systemd's folder of what it starts at boot. */
  readonly autostartDir: string;
}

/** A Qubes R4. */
export interface AdminOptions extends CommonOptions {
  readonly system: 'admin';
  /** null where there is no qubesd: in a management qube, from which calls go by qrexec. */
  readonly qubesdSocketPath: string | null;
}

export type AgentOptions = Core2Options | AdminOptions;

/** Throws on options that are none: only our own programs start the agent. */
export function readAgentOptions(args: readonly string[]): AgentOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      system: { type: 'string', default: 'dom0' },
      socket: { type: 'string', default: '/run/qubes-storage/agent.sock' },
      state: { type: 'string', default: '/var/lib/qubes-storage' },
      hypervisor: { type: 'string', default: 'xl' },
      'qubes-dir': { type: 'string', default: '/var/lib/qubes' },
      'autostart-dir': { type: 'string', default: '/etc/systemd/system/multi-user.target.wants' },
      'run-dir': { type: 'string', default: '/var/run/qubes' },
      'guests-dir': { type: 'string', default: '/run/qubes-storage/guests' },
      'qubesd-socket': { type: 'string' },
    },
  });
  const common = { socketPath: values.socket, stateDir: values.state };
  if (values.system === 'admin') {
    return { ...common, system: values.system, qubesdSocketPath: values['qubesd-socket'] ?? null };
  }
  if (values.system !== 'dom0') throw new Error(`the agent does not manage the system ${values.system}`);
  if (values.hypervisor !== 'xl' && values.hypervisor !== 'sandbox-guests') {
    throw new Error(`no hypervisor ${values.hypervisor}`);
  }
  return {
    ...common,
    system: values.system,
    hypervisor: values.hypervisor,
    registryPath: `${values['qubes-dir']}/qubes.xml`,
    qubesDir: values['qubes-dir'],
    runDir: values['run-dir'],
    guestsDir: values['guests-dir'],
    autostartDir: values['autostart-dir'],
  };
}
