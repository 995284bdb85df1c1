import type { VmName } from '#shared/domain/ids.ts';
import type { AdminEvent } from './event-frames.ts';

/** What an event means for the inventory. `null`: nothing that it shows. */
export type EventMeaning =
  | { readonly kind: 'pools' }
  | { readonly kind: 'vm'; readonly vm: VmName }
  /** It says that it is halted, and its volumes are just being committed (facts T3). */
  | { readonly kind: 'vm-halting'; readonly vm: VmName }
  /** They are committed, or will not be; it is what qubesd says that it is. */
  | { readonly kind: 'vm-settled'; readonly vm: VmName };

const settles: readonly string[] = ['domain-shutdown', 'domain-shutdown-failed', 'domain-start', 'domain-delete'];
const changesVm =
  /^(domain-(add|spawn|paused|unpaused|resumed|start-failed|volume-import-end|import-volume)|property-(set|reset):(label|template|autostart))$/;

/** Events that only announce (`…-pre-…`), and those of tags, features, firewalls and devices, change nothing here. */
export function meaningOf({ subject, name, facts }: AdminEvent): EventMeaning | null {
  if (name === 'pool-add' || name === 'pool-delete') return { kind: 'pools' };
  if (/^property-(set|reset|del):default_pool/.test(name)) return { kind: 'pools' };
  const vm = (subject === '' ? (facts.get('vm') ?? '') : subject) as VmName;
  if (name === 'domain-stopped') return { kind: 'vm-halting', vm };
  if (settles.includes(name)) return { kind: 'vm-settled', vm };
  return changesVm.test(name) ? { kind: 'vm', vm } : null;
}
