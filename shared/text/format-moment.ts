/** `0.4 s`, `12 s`, `3 min`: how long something took. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
}

/** `14:03:07`, on the clock of the person who reads it. */
export const formatTime = (timestamp: string): string => new Date(timestamp).toLocaleTimeString('en-GB');

/** `2026-11-25 14:03`, on the clock of the person who reads it. */
export function formatMoment(timestamp: string): string {
  const moment = new Date(timestamp);
  const part = (value: number): string => String(value).padStart(2, '0');
  const date = [moment.getFullYear(), part(moment.getMonth() + 1), part(moment.getDate())].join('-');
  return `${date} ${part(moment.getHours())}:${part(moment.getMinutes())}`;
}
