import { existsSync } from 'node:fs';
import type { SystemKind } from '#shared/domain/system.ts';
import { qubesdSocketPath } from './admin-paths.ts';
import { dom0AgentSocketPath, dom0RegistryPath } from './dom0-paths.ts';

export interface SystemHints {
  /** What a person asked for; it always wins. */
  readonly system?: SystemKind | undefined;
  /** A sandbox's folder that a person named: nobody names one and means the machine itself. */
  readonly sandboxDir?: string | undefined;
  /** The socket of a qubesd that a person named. */
  readonly qubesdSocket?: string | undefined;
}

/** Which storage to manage: what was asked for, else this machine's where it is a dom0, else the sandbox's. */
export function detectSystem(hints: SystemHints, exists: (path: string) => boolean = existsSync): SystemKind {
  if (hints.system !== undefined) return hints.system;
  if (hints.sandboxDir !== undefined) return 'sandbox';
  // Looked at first: an R4 has a qubes.xml too, which is qubesd's own.
  if (hints.qubesdSocket !== undefined || exists(qubesdSocketPath)) return 'admin';
  return exists(dom0AgentSocketPath) || exists(dom0RegistryPath) ? 'dom0' : 'sandbox';
}
