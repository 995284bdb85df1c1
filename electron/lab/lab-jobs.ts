import type { LabBox } from './lab-box.ts';

/** Journals of the jobs on a VM, as a shell word list; the one being written to is among them. */
const journalsOf = (vm: string): string =>
  `grep --files-with-matches '"vm":"${vm}"' /var/lib/qubes-storage/jobs/*.jsonl`;

/**
 * Follows from the box itself, since a look from the host takes longer than a phase; begin it before the job for the same
 * reason. Fails after some 300 looks.
 */
const until = (condition: string): string =>
  `for try in {1..300}; do if ${condition}; then break; fi; sleep 0.05; done; ${condition}`;

/** The kernel's own count of what the volume that a job reserved holds; nothing while there is none. */
const reservedMappedSectors = (volume: string): string =>
  `dmsetup status --target thin | awk '/^qubes_dom0-${volume.replaceAll('-', '--')}\\.job/ { print $5 }'`;

const isCopied = (volume: string, mebibytes: number): string =>
  `[ "$(${reservedMappedSectors(volume)} || true)" -gt ${mebibytes * 2048} ] 2>/dev/null`;

/** A shell condition: the newest job on the VM has begun this step, by its number in the plan. */
const hasBegun = (vm: string, step: string | number): string =>
  stepHasBegun(vm, typeof step === 'number' ? step : (stepNumbers[step] ?? -1));

/** Steps of a plan that moves one volume. */
const stepNumbers: Readonly<Record<string, number>> = { check: 0, reserve: 1, copy: 2, verify: 3, switch: 4, keep: 5 };

const killAgent = "kill -KILL $(pgrep --full '[a]gent\\.mjs')";

/** Kills the agent as soon as this shell condition is true. */
export const killAgentWhen = (box: LabBox, condition: string): Promise<string> =>
  box.sh(`${until(condition)}; ${killAgent}`);

export const whenTrue = (box: LabBox, condition: string): Promise<string> => box.sh(until(condition));

/** Resolves when this much of a job's copy is in the pool, and the copy still goes on. */
export const whenCopied = (box: LabBox, volume: string, mebibytes: number): Promise<string> =>
  box.sh(until(isCopied(volume, mebibytes)));

export const whenStepBegins = (box: LabBox, vm: string, step: string | number): Promise<string> =>
  box.sh(until(hasBegun(vm, step)));

/** Kills the agent as soon as this much of a job's copy is in the pool. */
export const killAgentWhenCopied = (box: LabBox, volume: string, mebibytes: number): Promise<string> =>
  killAgentWhen(box, isCopied(volume, mebibytes));

/** Runs a command in the box until this is so of the job that the command has begun. */
const runUntil = (command: string, condition: string): string => `
    count() { ls /var/lib/qubes-storage/jobs | wc -l; }
    before=$(count)
    ${command} &> /dev/null &
    ${until(`[ $(count) -gt $before ] && ${condition}`)}
  `;

/** Resolves when this is so of the job that the command has begun; that one goes on. */
export const whenDuring = (box: LabBox, command: string, condition: string): Promise<string> =>
  box.sh(runUntil(command, condition));

/** Runs a command in the box, and kills the agent as soon as this is so of the job that the command has begun. */
export const killAgentDuring = (box: LabBox, command: string, condition: string): Promise<string> =>
  box.sh(`
    ${runUntil(command, condition)}
    ${killAgent}
    wait
  `);

/** Makes these programs of lvm2 take a second more, so that a step which runs one is seen while it lasts. */
export const slowDown = (box: LabBox, ...programs: readonly string[]): Promise<string> =>
  box.sh(
    programs
      .map(
        (program) => `
          rm /usr/sbin/${program}
          printf '#!/bin/sh\nsleep 1\nexec /usr/sbin/lvm ${program} "$@"\n' > /usr/sbin/${program}
          chmod +x /usr/sbin/${program}`,
      )
      .join('\n'),
  );

/** This much is in the image file that a job fills. */
export const imageHolds = (imagePath: string, mebibytes: number): string =>
  `[ "$(stat --format=%b ${imagePath}.job-* 2>/dev/null || true)" -gt ${mebibytes * 2048} ] 2>/dev/null`;

/** The newest job on the VM has begun the step of this number. */
export const stepHasBegun = (vm: string, number: number): string =>
  `grep --quiet '"step-started","step":${number}' $(${journalsOf(vm)} | tail -1) 2>/dev/null`;

/** Kills the agent as soon as the newest job on the VM begins this step. */
export const killAgentWhenStepBegins = (box: LabBox, vm: string, step: string | number): Promise<string> =>
  killAgentWhen(box, hasBegun(vm, step));
