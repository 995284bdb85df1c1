import type { Bytes } from '../base/bytes.ts';
import type { ByteUnits } from '../domain/preferences.ts';

const systems = {
  binary: { step: 1024, units: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] },
  decimal: { step: 1000, units: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] },
} as const;

/** Like a language: the same for every number that one person reads. */
let system: (typeof systems)[ByteUnits] = systems.binary;
export function setByteUnits(chosen: ByteUnits): void {
  system = systems[chosen];
}

/** `8.1 GiB`; one decimal below ten, none above, so that columns stay narrow. */
export function formatBytes(size: Bytes): string {
  const { step, units } = system;
  let value: number = size;
  let unit = 0;
  // 1023.5 KiB would be shown as 1024 KiB: the next unit reads better.
  while (value >= step - 0.5 && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${oneDecimalBelowTen(value)} ${units[unit] ?? 'B'}`;
}

/** `71 %`, with a decimal where a whole number would hide it. */
export function formatFraction(fraction: number): string {
  return `${oneDecimalBelowTen(fraction * 100)} %`;
}

const oneDecimalBelowTen = (value: number): string =>
  value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);

/** `2.4×`. */
export const formatRatio = (ratio: number): string => `${ratio.toFixed(ratio < 9.95 ? 1 : 0)}×`;

/** `about 2 min`: never more precise than an estimate is. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${(seconds / 3600).toFixed(1)} h`;
}

export const formatSpeed = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond as Bytes)}/s`;
