import type { Vm } from '../domain/vm.ts';

/** Whether systemd will do something else at boot than what is registered. Where its links could not be read, nobody knows. */
export const hasAutostartDrift = ({
  autostart,
  hasAutostartLink,
}: Pick<Vm, 'autostart' | 'hasAutostartLink'>): boolean => hasAutostartLink !== null && hasAutostartLink !== autostart;
