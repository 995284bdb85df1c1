import { err, ok, done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlacedMove } from '#shared/domain/in-place-move.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { StartLock } from '#shared/domain/relocation.ts';
import { decodeUtf8 } from '../registry-file/decode-utf8.ts';
import { applySplices } from '../registry-file/edit-registry-xml.ts';
import { openFailure } from '../registry-file/file-failure.ts';
import { lockFile, type LockedFile } from '../registry-file/file-lock.ts';
import { parseRegistryXml, type RegistryXml } from '../registry-file/parse-registry-xml.ts';
import { copyBeside, readAll, saveFile } from '../registry-file/save-file.ts';
import { attribute, domainsIn, madeFrom, namedIn, placeVolumes, textOf } from './place-volumes.ts';

const lockTimeoutMs = 30_000;

/** What of a registered qube a move of its volumes needs to know. */
interface RegisteredQube {
  readonly places: ReadonlyMap<string, { readonly pool: string; readonly vid: string }>;
  readonly lock: { readonly by: StartLock; readonly text: string } | null;
  readonly madeFromIt: readonly string[];
}

/** R4's `qubes.xml`. qubesd itself takes the same kind of lock while it writes. */
export class QubesdXmlRegistry {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  read(vm: VmName): Promise<Result<RegisteredQube, Failure>> {
    return this.#withLock('shared', async (locked) => {
      const found = await this.#find(locked, vm);
      if (!found.ok) return found;
      const { xml, domain } = found.value;
      const places = domain.volumes.map(
        (volume) =>
          [attribute(volume, 'name'), { pool: attribute(volume, 'pool'), vid: attribute(volume, 'vid') }] as const,
      );
      const vids = places.map(([, { vid }]) => vid).filter((vid) => vid !== '');
      const own = new Set(domain.volumes);
      const others = madeFrom(xml, vids).filter((volume) => !own.has(volume));
      return ok({
        places: new Map(places),
        lock: lockOf(xml, domain),
        madeFromIt: others.map((volume) => attribute(volume, 'vid')).filter((vid) => vid !== ''),
      });
    });
  }

  backUp(job: JobId): Promise<Result<void, Failure>> {
    return this.#withLock('exclusive', async (locked) => {
      const kept = await copyBeside(locked, `${locked.path}.before-${job}`);
      return kept.ok ? done : err({ code: 'registry-write-failed', path: this.path, detail: kept.error });
    });
  }

  move(vm: VmName, moves: readonly PlacedMove[]): Promise<Result<void, Failure>> {
    return this.#withLock('exclusive', async (locked) => {
      const found = await this.#find(locked, vm);
      if (!found.ok) return found;
      const { xml, domain } = found.value;
      const splices = placeVolumes(xml, domain, moves);
      if (!splices.ok) return err({ code: 'vm-changed', vm });
      if (splices.value.length === 0) return done;
      const saved = await saveFile(locked, Buffer.from(applySplices(xml.text, splices.value), 'utf8'));
      return saved.ok ? done : err({ code: 'registry-write-failed', path: this.path, detail: saved.error });
    });
  }

  async #find(locked: LockedFile, vm: VmName) {
    const xml = await this.#parse(locked);
    if (!xml.ok) return xml;
    const [domain, ...others] = domainsIn(xml.value).filter(({ name }) => name === vm);
    if (domain === undefined || others.length > 0) return err({ code: 'vm-not-found', vm } as const);
    return ok({ xml: xml.value, domain });
  }

  async #parse(locked: LockedFile): Promise<Result<RegistryXml, Failure>> {
    let bytes: Buffer;
    try {
      bytes = await readAll(locked.handle);
    } catch (error) {
      return err(openFailure(this.path, error));
    }
    const text = decodeUtf8(bytes);
    const xml = text.ok ? parseRegistryXml(text.value, 'qubes') : text;
    return xml.ok ? xml : err({ code: 'registry-damaged', path: this.path, ...xml.error, newestGoodBackup: null });
  }

  async #withLock<T>(
    mode: 'shared' | 'exclusive',
    work: (locked: LockedFile) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const locked = await lockFile(this.path, mode, { timeoutMs: lockTimeoutMs });
    if (!locked.ok) return locked;
    try {
      return await work(locked.value);
    } finally {
      await locked.value.release();
    }
  }
}

function lockOf(xml: RegistryXml, { element }: ReturnType<typeof domainsIn>[number]): RegisteredQube['lock'] {
  const feature = namedIn(element, 'features', 'feature', 'prohibit-start');
  if (feature !== undefined) return { by: 'feature', text: textOf(xml, feature) };
  const tag = namedIn(element, 'tags', 'tag', 'backup-restore-in-progress');
  return tag === undefined ? null : { by: 'tag', text: '' };
}
