/** The words of the screen that tells about what registry, disk and system do not agree on. */
export const checksText = {
  looking: 'Comparing registry, storage and system.',
  nothing: 'Everything agrees.',
  nothingHint: 'Registry, storage and system were compared, and say the same.',
  found: (count: number): string => (count === 1 ? 'One thing does not agree.' : `${count} things do not agree.`),
  lookedAt: (time: string): string => `Looked at ${time}.`,
  lookAgain: 'Check again',
  repair: 'Repair…',
  remove: 'Remove…',
  adopt: (vm: string): string => `Give to ${vm}…`,
  ofFinding: (act: string, finding: string): string => `${act.replace('…', '')} ${finding}`,
  repairAll: (count: number): string => `Repair all ${count}…`,
  list: 'Findings',
  noVm: 'dom0',
  busy: (vms: string): string => `Not looked at, because a job is at work on it: ${vms}.`,
} as const;
