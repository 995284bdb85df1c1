import { snapshotSchema, type Snapshot } from '#shared/contract/agent-contract.ts';
import { readJsonFile } from './read-json-file.ts';
import { saveJsonFile } from './save-json-file.ts';

/** What the window showed last, so that the next one paints before an agent has answered. Nothing is decided from it. */
export interface LastSnapshot {
  read(): Promise<Snapshot | null>;
  /** A snapshot that cannot be kept is only a slower next start: never rejects. */
  save(snapshot: Snapshot): Promise<void>;
}

export const lastSnapshotIn = (path: string): LastSnapshot => ({
  read: async () => (await readJsonFile(path, snapshotSchema)) ?? null,
  save: (snapshot) => saveJsonFile(path, snapshot).catch(() => undefined),
});
