/** The items from `one` to `other`, whichever comes first, both included; only `other` where `one` is not in the list. */
export function rowsBetween<T>(items: readonly T[], one: T | null, other: T): readonly T[] {
  const start = one === null ? -1 : items.indexOf(one);
  const end = items.indexOf(other);
  if (start === -1) return [other];
  return items.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** The row that a key leads to from row `index`; null where the key is not one that moves. */
export function rowAfterKey(key: string, index: number, count: number, pageSize: number): number | null {
  const target = targetOf(key, index, count, pageSize);
  return target === null || count === 0 ? null : Math.min(count - 1, Math.max(0, target));
}

function targetOf(key: string, index: number, count: number, pageSize: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + pageSize;
    case 'PageUp':
      return index - pageSize;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
