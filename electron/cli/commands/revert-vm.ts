import type { RevertibleRole } from '#shared/domain/action.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import { revisionText } from '#shared/text/revision-text.ts';
import type { CliContext } from '../cli-context.ts';
import { runConfirmed } from '../run-confirmed.ts';

export interface RevertOptions {
  readonly volume?: RevertibleRole;
  readonly to?: string;
  readonly isDryRun: boolean;
  readonly isSure: boolean;
}

/** `revert VM`. On image files and on R4 the state of now cannot be kept beside the older one: that needs `--yes`. */
export function revertVm(
  context: CliContext,
  name: string,
  { volume, to, isDryRun, isSure }: RevertOptions,
): Promise<number> {
  const isNeeded = ({ vms, pools }: Inventory): boolean => {
    const vm = vms.find((one) => one.name === name);
    const isR4 = pools.some(({ id, health }) => health === 'unknown' && vm?.volumes.some(({ pool }) => pool === id));
    return vm?.storageType === 'file' || isR4;
  };
  const wanted = { ...(volume === undefined ? {} : { role: volume }), ...(to === undefined ? {} : { revision: to }) };
  const words = [
    'revert',
    name,
    ...(volume === undefined ? [] : ['--volume', volume]),
    ...(to === undefined ? [] : ['--to', to]),
    '--yes',
  ];
  return runConfirmed(
    context,
    name,
    (vm) => ({ kind: 'revert', vm, ...wanted }),
    { isDryRun, isSure, isNeeded },
    revisionText.revertHint(context.commandLine(words)),
  );
}
