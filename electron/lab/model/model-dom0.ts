import type { StorageType } from '#shared/domain/volume.ts';

/** What stands at the beginning of a volume, to tell its bytes from those of every other. */
export type Mark = string;

/** The volumes of a VM as the model has them: a VM that gets its root from a template has none of its own. */
export interface Marks {
  readonly root?: Mark;
  readonly private: Mark;
}

/** A VM of the model: what must be true of it in the registry, in systemd, on the disk and in its guest. */
export interface ModelVm {
  readonly name: string;
  readonly class: 'TemplateVM' | 'AppVM' | 'StandaloneVM' | 'HVM';
  readonly template: string | null;
  readonly storage: StorageType;
  readonly isRunning: boolean;
  readonly autostart: boolean;
  readonly marks: Marks;
  /** The root that it was given on LVM for as long as it runs, of its template as that was then; null for none. */
  readonly sessionRoot: Mark | null;
  /** The size of its private volume, in MiB. */
  readonly privateMib: number;
  /** What a migration left in place, in the other kind of storage; null where nothing is kept. */
  readonly kept: Pick<ModelVm, 'marks' | 'privateMib'> | null;
}

export type ModelDom0 = ReadonlyMap<string, ModelVm>;

export const withVm = (dom0: ModelDom0, vm: ModelVm): ModelDom0 => new Map(dom0).set(vm.name, vm);

export function withoutVm(dom0: ModelDom0, name: string): ModelDom0 {
  const rest = new Map(dom0);
  rest.delete(name);
  return rest;
}

/** The VM under its new name, and those on it still on it. */
export const renamed = (dom0: ModelDom0, vm: ModelVm, name: string): ModelDom0 =>
  childrenOf(dom0, vm.name).reduce(
    (rest, child) => withVm(rest, { ...child, template: name }),
    withVm(withoutVm(dom0, vm.name), { ...vm, name }),
  );

export const childrenOf = (dom0: ModelDom0, name: string): readonly ModelVm[] =>
  [...dom0.values()].filter(({ template }) => template === name);
