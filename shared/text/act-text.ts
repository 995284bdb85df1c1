import type { Bytes } from '../base/bytes.ts';
import type { Action } from '../domain/action.ts';
import type { Plan } from '../domain/plan.ts';
import { actionWords } from './action-text.ts';
import { formatBytes, formatFraction, formatRatio } from './format-bytes.ts';
import { storagePlaces } from './vm-text.ts';

const arrow = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`);

/** `71 → 78 %`, or one number where nothing changes. */
export const fractionChange = (before: number, after: number): string =>
  arrow(formatFraction(before), formatFraction(after)).replace(' % →', ' →');

/** `2.4 → 2.5×`; `2.40 → 2.43×` where one decimal would hide the change. */
export function ratioChange(before: number, after: number): string {
  const precisely = `${before.toFixed(2)} → ${after.toFixed(2)}×`;
  if (formatRatio(before) === formatRatio(after) && before.toFixed(2) !== after.toFixed(2)) return precisely;
  return arrow(formatRatio(before), formatRatio(after)).replace('× →', ' →');
}

/** Of several actions, which are of one kind: the dialog is opened with a selection. */
const verbOf = (actions: readonly Action[]): string => (actions[0] === undefined ? '' : actionWords(actions[0]).verb);

/** What several of them come to, where the verb alone does not say it. */
function endOf(action: Action): string {
  if (action.kind === 'migrate' && action.to !== undefined) return ` to ${storagePlaces[action.to]}`;
  if (action.kind === 'set-autostart') return action.isOn ? ' to start at boot' : ' not to start at boot';
  return '';
}

const rolesText = (plan: Plan): string => plan.volumes.map(({ role }) => role).join(' and ');
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The sentences of the dialog in which plans are looked at and begun. */
export const actText = {
  shutDownFirst: 'Shut it down first, and start it again afterwards',
  shuttingDown: (vm: string): string => `${vm} is being shut down.`,
  isStartedAgain: (vm: string): string =>
    `${vm} is shut down now. It is started again when this is done; if you cancel here, it stays off.`,
  title: (actions: readonly Action[]): string => {
    const [only] = actions;
    if (only !== undefined && actions.length === 1) return actionWords(only).title;
    return `${verbOf(actions)} ${actions.length} qubes${only === undefined ? '' : endOf(only)}`;
  },
  planning: 'Measuring and making a plan.',
  planningSome: (done: number, all: number): string => `Making plans: ${done} of ${all}.`,
  what: (plan: Plan): string =>
    plan.action.kind === 'migrate'
      ? `${capitalised(rolesText(plan))} ${plan.volumes.length === 1 ? 'moves' : 'move'}; name, settings and references stay as they are.`
      : 'This is what will be done. Nothing is changed before you start it.',
  whatMany: (count: number, refused: number): string =>
    refused === 0
      ? `${count === 1 ? 'One is done' : `All ${count} are done, one after the other`}.`
      : `${count} ${count === 1 ? 'is done' : 'are done, one after the other'}; ${refused} ${refused === 1 ? 'is' : 'are'} left out, with the reason below.`,
  nothingHappens: 'Nothing of it can be done now.',
  isRefused: 'Not possible now',
  revised: 'Things had changed since the plan was made. This is the new plan; look at it before you start it.',
  copies: 'Copies',
  copiesOf: (limit: Bytes): string => `of ${formatBytes(limit)}`,
  poolData: 'Pool data',
  map: 'Map space',
  overcommit: 'Over-commit',
  frees: 'Frees',
  time: 'Time',
  gateAway: (size: Bytes): string => `${formatBytes(size)} to gate`,
  pastGate: 'past the gate',
  into: (pool: string): string => `Into ${pool}`,
  heldForNow: 'Nothing else is done to it until the job is through',
  verified: 'Every byte is read back and compared before anything is switched',
  removes: (path: string, size: Bytes): string => `Removes ${path} for good (${formatBytes(size)})`,
  imagesStay: 'The images stay until you free them',
  togetherPastGate: (pool: string): string =>
    `Together they fill ${pool} past its gate: those that do not fit any more are refused when their turn comes.`,
  showPlan: 'Show plan and commands',
  path: (source: string, target: string): string => `${source} → ${target}`,
  stepBytes: (size: Bytes): string => formatBytes(size),
  outcome: ({ copyBytes, freedBytes }: Plan): string =>
    copyBytes > 0 ? `copies ${formatBytes(copyBytes)}` : freedBytes > 0 ? `frees ${formatBytes(freedBytes)}` : '',
  leftOut: 'left out',
  queued: 'started',
  failed: 'failed',
  /** `plannedCount` is null while that is not known yet. */
  start: (actions: readonly Action[], plannedCount: number | null): string =>
    actions.length === 1 || plannedCount === null
      ? verbOf(actions)
      : `${verbOf(actions)} ${plannedCount} ${plannedCount === 1 ? 'qube' : 'qubes'}`,
  starting: 'Starting',
  cancel: 'Cancel',
  close: 'Close',
  notYet: 'The plan is not ready yet.',
  typeToConfirm: (word: string): string => `There is no way back from it. Type ${word} to confirm:`,
  typeFirst: (word: string): string => `Type ${word} first.`,
};
