import type { VmName } from '#shared/domain/ids.ts';
import type { Command } from '../../exec/command.ts';
import type { DeviceForGuest } from '../hypervisor.ts';

/** Xen's number for `xvda`; each further letter is 16 more. */
const firstFrontendNumber = 51712;

export const listDomains: Command = { program: '/usr/sbin/xl', args: ['list'] };

/** Every path of every domain with its value: names, and what is attached to whom, in one call. */
export const listStore: Command = { program: '/usr/bin/xenstore-ls', args: ['-f', '/local/domain'] };

/** xl(1) knows no long options here, and no `--`. The form with separate words is also the one of Xen 4.1. */
export const attachBlockDevice = (vm: VmName, { path, frontend, isReadOnly }: DeviceForGuest): Command => ({
  program: '/usr/sbin/xl',
  args: ['block-attach', vm, `phy:${path}`, frontend, isReadOnly ? 'r' : 'w'],
});

/** By number: xl of Xen 4.1 does not know names here. */
export const detachBlockDevice = (vm: VmName, frontend: string): Command => ({
  program: '/usr/sbin/xl',
  args: ['block-detach', vm, String(frontendNumber(frontend))],
});

const frontendNumber = (frontend: string): number =>
  firstFrontendNumber + 16 * (frontend.charCodeAt(frontend.length - 1) - 'a'.charCodeAt(0));
