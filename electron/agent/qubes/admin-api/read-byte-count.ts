import { bytes, type Bytes } from '#shared/base/bytes.ts';

/** A count of bytes as qubesd prints it: an inactive pool has `None`, or lvm2's unit behind the number (facts §2.4). */
export function readByteCount(text: string | undefined): Bytes | null {
  const digits = /^(\d+)B?$/.exec(text ?? '')?.[1];
  return digits === undefined ? null : bytes(Number(digits));
}
