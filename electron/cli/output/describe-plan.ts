import type { FreshVolume, Plan, PlannedVolume, PlanStep, PoolEffect } from '#shared/domain/plan.ts';
import { actionWords } from '#shared/text/action-text.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { findingText } from '#shared/text/finding-text.ts';
import { formatBytes, formatFraction, formatRatio, formatSeconds } from '#shared/text/format-bytes.ts';
import { phaseNames } from '#shared/text/job-text.ts';
import { planNoteText } from '#shared/text/plan-note-text.ts';
import { formatTable } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What `--dry-run` shows of a plan: the same facts as the window's preview. */
export function describePlan(terminal: Pick<Terminal, 'paint'>, plan: Plan): readonly string[] {
  const targets = [...plan.volumes, ...plan.fresh];
  const heading = (text: string): string => terminal.paint('bold', text);
  return [
    ...(targets.length === 0
      ? [heading(actionWords(plan.action).title)]
      : [heading(`${plan.vm}: ${cliText.plan.volumes}`), ...indented(volumeTable(targets))]),
    heading(cliText.plan.steps),
    ...indented(stepTable(plan.steps)),
    ...(plan.poolEffect === null
      ? []
      : [heading(cliText.plan.effects(plan.poolEffect.poolName)), ...indented(effectLines(plan.poolEffect))]),
    ...plan.renames.map(({ from, to }) => cliText.plan.renames(from, to)),
    ...plan.removes.map(({ path, usedBytes }) => cliText.plan.removes(path, formatBytes(usedBytes))),
    ...plan.grows.map(({ path, fromBytes, toBytes }) =>
      cliText.plan.grows(path, formatBytes(fromBytes), formatBytes(toBytes)),
    ),
    ...plan.restores.map(({ path, replaced }) => cliText.plan.restores(path, replaced?.path ?? null)),
    ...plan.findings.map((finding) => findingText(finding).what),
    ...plan.removesFolders.map(({ path, usedBytes }) => cliText.plan.removes(`${path}/`, formatBytes(usedBytes))),
    ...plan.notes.map(planNoteText),
    targets.length === 0
      ? cliText.plan.nothingChanged
      : cliText.plan.summary(formatBytes(plan.copyBytes), formatSeconds(plan.estimatedSeconds)),
  ];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

type Target = PlannedVolume | FreshVolume;

const volumeTable = (volumes: readonly Target[]): readonly string[] =>
  formatTable<Target>(
    [
      { title: cliText.columns.volume, text: (volume) => volume.role },
      { title: cliText.columns.size, align: 'right', text: (volume) => formatBytes(volume.targetSizeBytes) },
      {
        title: cliText.columns.data,
        align: 'right',
        text: (volume) => ('dataBytes' in volume ? formatBytes(volume.dataBytes) : cliText.none),
      },
      {
        title: cliText.columns.from,
        text: (volume) => ('sourcePath' in volume ? volume.sourcePath : freshText(volume)),
      },
      { title: cliText.columns.to, text: (volume) => volume.targetPath },
    ],
    volumes,
  );

const freshText = ({ fileSystem }: FreshVolume): string => fileSystem ?? cliText.empty;

const stepTable = (steps: readonly PlanStep[]): readonly string[] =>
  formatTable<PlanStep>(
    [
      { title: cliText.columns.step, text: (step) => phaseNames[step.phase] },
      { title: cliText.columns.volume, text: (step) => step.role ?? cliText.none },
      {
        title: cliText.columns.size,
        align: 'right',
        text: (step) => (step.bytes === null ? cliText.none : formatBytes(step.bytes)),
      },
      { title: cliText.columns.command, text: (step) => step.command ?? step.name },
    ],
    steps,
  );

function effectLines(effect: PoolEffect): readonly string[] {
  const { data, metadata, promised, toGate } = cliText.plan;
  const change = <T>({ before, after }: { readonly before: T; readonly after: T }, format: (value: T) => string) =>
    `${format(before)} → ${format(after)}`;
  const effects: readonly (readonly [string, string])[] = [
    [data, change(effect.dataFraction, formatFraction)],
    ...(effect.metadataFraction === null ? [] : [[metadata, change(effect.metadataFraction, formatFraction)] as const]),
    [promised, change(effect.overcommitRatio, formatRatio)],
  ];
  const width = Math.max(...effects.map(([name]) => name.length));
  return [
    ...effects.map(([name, text]) => `${name.padEnd(width)}  ${text}`),
    ...(effect.bytesToGate === null ? [] : [toGate(formatBytes(effect.bytesToGate))]),
  ];
}
