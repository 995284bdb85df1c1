import { bytes, type Bytes } from '#shared/base/bytes.ts';

const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 };

/** A size as the original's tools take one: `10G`, `512mb`, or bytes. null for what is none. */
export function readSize(text: string): Bytes | null {
  const [, digits, unit = ''] = /^(\d{1,15})([kmgt]?)b?$/i.exec(text) ?? [];
  const size = Number(digits) * 1024 ** (powers[unit.toLowerCase()] ?? 0);
  return Number.isSafeInteger(size) && size > 0 ? bytes(size) : null;
}
