import { create } from 'zustand';
import type { Connection } from '#shared/domain/connection.ts';
import type { AgentInfo, SystemKind } from '#shared/domain/system.ts';

interface ConnectionState {
  /** null until main has been asked. */
  readonly connection: Connection | null;
  readonly agent: AgentInfo | null;
}

export const useConnectionStore = create<ConnectionState>()(() => ({ connection: null, agent: null }));

export function applyConnectionChanged(connection: Connection): void {
  useConnectionStore.setState({ connection });
}

export function applyAgent(agent: AgentInfo): void {
  useConnectionStore.setState({ agent });
}

export const useConnection = (): Connection | null => useConnectionStore((state) => state.connection);
export const useAgent = (): AgentInfo | null => useConnectionStore((state) => state.agent);
/** R2's until the connection tells. */
export const useSystem = (): SystemKind => useConnectionStore((state) => state.connection?.system ?? 'dom0');
export const useIsConnected = (): boolean => useConnectionStore((state) => state.connection?.state === 'ready');
