import type { Brand } from './brand.ts';

/** A size in bytes. Binary multiples only: 1 GiB is 2 ** 30. */
export type Bytes = Brand<number, 'Bytes'>;

export const bytes = (count: number): Bytes => count as Bytes;
export const kib = (count: number): Bytes => Math.round(count * 2 ** 10) as Bytes;
export const mib = (count: number): Bytes => Math.round(count * 2 ** 20) as Bytes;
export const gib = (count: number): Bytes => Math.round(count * 2 ** 30) as Bytes;

/** `size` rounded up to a whole number of `unit`s. */
export const roundUpTo = (unit: Bytes, size: Bytes): Bytes => (Math.ceil(size / unit) * unit) as Bytes;

export const sumBytes = (sizes: Iterable<Bytes>): Bytes => {
  let total = 0;
  for (const size of sizes) total += size;
  return total as Bytes;
};
