import { err, ok } from '#shared/base/result.ts';
import type { Command } from '../../../exec/command.ts';
import type { CommandRunner } from '../../../exec/command-runner.ts';
import recordedReport from './lvs-report.json' with { type: 'json' };

/** A thin volume of the fake: what is in it is one word. */
export interface FakeVolume {
  uuid: string;
  tags: string[];
  content: string;
  originUuid: string;
  isActive: boolean;
  isSkipped: boolean;
  isOpen: boolean;
}

/** What a runner throws when its machine is gone. */
export class PowerCut extends Error {}

/**
 * One volume group as our own commands change it, for tests of what a crash between any two of them leaves. Each command
 * happens whole or not at all, as lvm2 commits its metadata.
 */
export class FakeLvm implements CommandRunner {
  readonly volumes = new Map<string, FakeVolume>();
  /** How many more commands that change something are carried out before the power goes. */
  changesLeft = Infinity;
  #made = 0;

  add(name: string, tags: readonly string[], content: string): void {
    this.#insert(name, { tags: [...tags], content, originUuid: '', isActive: true, isSkipped: false, isOpen: false });
  }

  get(name: string): FakeVolume {
    const volume = this.volumes.get(name);
    if (volume === undefined) throw new Error(`there is no volume ${name}`);
    return volume;
  }

  run(command: Command): ReturnType<CommandRunner['run']> {
    if (command.program === '/usr/sbin/lvs') return Promise.resolve(ok(this.#report()));
    if (this.changesLeft <= 0) return Promise.reject(new PowerCut());
    this.changesLeft -= 1;
    const failure = this.#change(command);
    if (failure === null) return Promise.resolve(ok(''));
    return Promise.resolve(err({ code: 'command-failed', program: command.program, exitCode: 5, stderr: failure }));
  }

  startDetached(): never {
    throw new Error('storage starts nothing that stays');
  }

  /** Why lvm2 would refuse; null when it is done. */
  #change(command: Command): string | null {
    if (command.program === '/usr/sbin/lvrename') return this.#rename(command);
    const { program, args } = command;
    const options = args.slice(0, args.indexOf('--'));
    const valuesOf = (option: string): string[] =>
      options.flatMap((arg) => (arg.startsWith(`--${option}=`) ? [arg.slice(option.length + 3)] : []));
    const name = args.at(-1)?.replace('qubes_dom0/', '') ?? '';
    const volume = this.volumes.get(name);
    if (volume === undefined) return `Failed to find logical volume "qubes_dom0/${name}"`;
    switch (program) {
      case '/usr/sbin/lvcreate': {
        const [newName = ''] = valuesOf('name');
        if (this.volumes.has(newName)) return `Logical Volume "${newName}" already exists`;
        const { content, uuid } = volume;
        const [isActive, isSkipped] = [valuesOf('activate')[0] === 'y', valuesOf('setactivationskip')[0] === 'y'];
        const tags = valuesOf('addtag');
        this.#insert(newName, { tags, content, originUuid: uuid, isActive, isSkipped, isOpen: false });
        return null;
      }
      case '/usr/sbin/lvchange': {
        const removed = valuesOf('deltag');
        const kept = volume.tags.filter((tag) => !removed.includes(tag));
        volume.tags = [...new Set([...kept, ...valuesOf('addtag')])].sort();
        volume.isActive = { y: true, n: false }[valuesOf('activate')[0] ?? ''] ?? volume.isActive;
        volume.isSkipped = { y: true, n: false }[valuesOf('setactivationskip')[0] ?? ''] ?? volume.isSkipped;
        return null;
      }
      case '/usr/sbin/lvremove':
        if (volume.isOpen) return `Logical volume qubes_dom0/${name} in use.`;
        this.volumes.delete(name);
        return null;
      default:
        throw new Error(`the fake knows no ${program}`);
    }
  }

  #rename({ args }: Command): string | null {
    const [from = '', to = ''] = args.slice(-2);
    const volume = this.volumes.get(from);
    if (volume === undefined) return `Existing logical volume "${from}" not found`;
    if (this.volumes.has(to)) return `Logical Volume "${to}" already exists`;
    this.volumes.delete(from);
    this.volumes.set(to, volume);
    return null;
  }

  #insert(name: string, volume: Omit<FakeVolume, 'uuid'>): void {
    this.#made += 1;
    this.volumes.set(name, { uuid: `uuid-${this.#made}`, ...volume });
  }

  #report(): string {
    const [recorded] = recordedReport.report;
    const pool = recorded?.lv.find(({ lv_name: name }) => name === 'pool0');
    const nameOf = new Map([...this.volumes].map(([name, { uuid }]) => [uuid, name]));
    const rows = [...this.volumes].map(([name, { uuid, tags, originUuid, isActive, isSkipped, isOpen }]) => ({
      ...pool,
      lv_name: name,
      lv_uuid: uuid,
      lv_attr: `Vwi-${isActive ? 'a' : '-'}${isOpen ? 'o' : '-'}tz-${isSkipped ? 'k' : '-'}`,
      lv_tags: tags.join(','),
      pool_lv: pool?.lv_name,
      origin: nameOf.get(originUuid) ?? '',
    }));
    return JSON.stringify({ report: [{ lv: [pool, ...rows] }] });
  }
}
