import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlacedMove } from '#shared/domain/in-place-move.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { StartLock } from '#shared/domain/relocation.ts';
import type { StepTools } from '../../jobs/step.ts';
import type { ThinVolumes } from '../../storage/thin-volumes.ts';

/** What root in dom0 works with beside qubesd, and while that is stopped. */
export interface InPlacePorts {
  readonly thin: ThinVolumes;
  readonly registry: QubesdRegistry;
  readonly service: QubesdService;
  readonly blocks: BlockCopier;
}

/** qubesd's own file. qubesd keeps it all in memory and writes over it: it is changed only while that is stopped (facts §4.6). */
export interface QubesdRegistry {
  readonly path: string;
  read(vm: VmName): Promise<Result<RegisteredQube, Failure>>;
  /** Keeps the file as it is now beside it, unless the job has done so before. */
  backUp(job: JobId): Promise<Result<void, Failure>>;
  /**
   * Writes the places of the volumes, all at once or not at all; nothing where they are written already. Whoever is made
   * from one of them at every start is told to look again.
   */
  move(vm: VmName, moves: readonly PlacedMove[]): Promise<Result<void, Failure>>;
}

export interface RegisteredQube {
  /** By volume; of one that is not registered in full nothing is said. */
  readonly places: ReadonlyMap<string, { readonly pool: string; readonly vid: string }>;
  /** What keeps it from being started; null where nothing does. */
  readonly lock: { readonly by: StartLock; readonly text: string } | null;
  /** The volumes that are made from its own at every start of others: while one of these runs, theirs is in use. */
  readonly madeFromIt: readonly string[];
}

/** qubesd's unit of systemd. Running VMs run on without it; nothing else of Qubes works. */
export interface QubesdService {
  stop(): Promise<Result<void, Failure>>;
  start(): Promise<Result<void, Failure>>;
}

export interface BlockCopier {
  copy(
    request: Pair & {
      readonly granuleBytes: Bytes;
      readonly fromByte: number;
      readonly checkpoint: (byte: number) => void;
    },
    tools: Pick<StepTools, 'signal' | 'report'>,
  ): Promise<Result<void, Failure>>;
  compare(pair: Pair, tools: Pick<StepTools, 'signal' | 'report'>): Promise<Result<void, Failure>>;
}

interface Pair {
  readonly sourcePath: string;
  readonly targetPath: string;
  readonly sizeBytes: Bytes;
}
