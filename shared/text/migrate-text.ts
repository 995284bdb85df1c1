import type { Bytes } from '../base/bytes.ts';
import type { Plan } from '../domain/plan.ts';
import { formatBytes, formatFraction, formatRatio } from './format-bytes.ts';

const arrow = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`);

/** `71 → 78 %`, or one number where nothing changes. */
export const fractionChange = (before: number, after: number): string =>
  arrow(formatFraction(before), formatFraction(after)).replace(' % →', ' →');

/** `2.4 → 2.5×`. */
export const ratioChange = (before: number, after: number): string =>
  arrow(formatRatio(before), formatRatio(after)).replace('× →', ' →');

const rolesText = (plan: Plan): string => plan.volumes.map(({ role }) => role).join(' and ');
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The sentences of the dialog in which migrations are looked at and begun. */
export const migrateText = {
  title: (vms: readonly string[]): string =>
    vms.length === 1 ? `Migrate ${vms[0] ?? ''} to LVM` : `Migrate ${vms.length} qubes to LVM`,
  planning: 'Measuring the images and making a plan.',
  planningSome: (done: number, all: number): string => `Making plans: ${done} of ${all}.`,
  whatMoves: (plan: Plan): string =>
    `${capitalised(rolesText(plan))} ${plan.volumes.length === 1 ? 'moves' : 'move'}; name, settings and references stay as they are.`,
  whatMovesMany: (count: number, refused: number): string =>
    refused === 0
      ? `${count === 1 ? 'One qube moves' : `All ${count} move`}, one after the other.`
      : `${count} ${count === 1 ? 'moves' : 'move, one after the other'}; ${refused} ${refused === 1 ? 'is' : 'are'} left out, with the reason below.`,
  nothingMoves: 'Nothing can be migrated now.',
  isRefused: 'Not possible now',
  revised: 'Things had changed since the plan was made. This is the new plan; look at it before you start it.',
  copies: 'Copies',
  copiesOf: (limit: Bytes): string => `of ${formatBytes(limit)}`,
  poolData: 'Pool data',
  map: 'Map space',
  overcommit: 'Over-commit',
  time: 'Time',
  gateAway: (size: Bytes): string => `${formatBytes(size)} to gate`,
  pastGate: 'past the gate',
  into: (pool: string): string => `Into ${pool}`,
  haltedForNow: 'Halted; nothing else is done to it until the job is through',
  verified: 'Every byte is read back and compared before anything is switched',
  imagesStay: 'The images stay until you free them',
  togetherPastGate: (pool: string): string =>
    `Together they fill ${pool} past its gate: those that do not fit any more are refused when their turn comes.`,
  showPlan: 'Show plan and commands',
  path: (source: string, target: string): string => `${source} → ${target}`,
  stepBytes: (size: Bytes): string => formatBytes(size),
  willCopy: (size: Bytes): string => `copies ${formatBytes(size)}`,
  leftOut: 'left out',
  queued: 'started',
  failed: 'failed',
  start: 'Migrate',
  startMany: (count: number): string => (count === 1 ? 'Migrate 1 qube' : `Migrate ${count} qubes`),
  starting: 'Starting',
  cancel: 'Cancel',
  close: 'Close',
  notYet: 'The plan is not ready yet.',
};
