import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminCalls, CallOptions } from './admin-calls.ts';
import { adminRequest, callText, type AdminRequest } from './admin-request.ts';
import { askLines } from './ask-lines.ts';
import { isException } from './is-exception.ts';
import { readListedVm, type ListedVm } from './listed-vm.ts';
import { readPoolInfo, readPoolUsage, type PoolInfo, type PoolUsage } from './pool-info.ts';
import { readProperty, type AdminProperty } from './property.ts';
import { keyValues } from './read-lines.ts';
import { readVolumeInfo, type VolumeInfo } from './volume-info.ts';

export interface NewQube {
  readonly class: string;
  readonly name: string;
  readonly label: string;
  readonly template: string | null;
  /** By volume; what is not named goes where qubesd puts it. */
  readonly pools: readonly (readonly [string, string])[];
}

/** What is done to qubes and their volumes, as the calls that it takes. */
export class AdminQubes {
  readonly calls: AdminCalls;

  constructor(calls: AdminCalls) {
    this.calls = calls;
  }

  /** undefined: there is none of that name. */
  async find(name: string): Promise<Result<ListedVm | undefined, Failure>> {
    const all = await this.list();
    return all.ok ? ok(all.value.find((vm) => vm.name === name)) : all;
  }

  async list(): Promise<Result<readonly ListedVm[], Failure>> {
    const lines = await askLines(this.calls, adminRequest('admin.vm.List', 'dom0'));
    return lines.ok ? ok(lines.value.map(readListedVm)) : lines;
  }

  create({ class: vmClass, name, label, template, pools }: NewQube): Promise<Result<void, Failure>> {
    const words = [`name=${name}`, `label=${label}`, ...pools.map(([volume, pool]) => `pool:${volume}=${pool}`)];
    const method = `admin.vm.${pools.length === 0 ? 'Create' : 'CreateInPool'}.${vmClass}`;
    return this.act(adminRequest(method, 'dom0', template ?? '', words.join(' ')));
  }

  /** One that is gone already is no failure. */
  async remove(name: string): Promise<Result<void, Failure>> {
    const removed = await this.act(adminRequest('admin.vm.Remove', name));
    return !removed.ok && isException(removed.error, 'QubesVMNotFoundError') ? done : removed;
  }

  /** null: it has none of that name. */
  async feature(vm: string, name: string): Promise<Result<string | null, Failure>> {
    const reply = await this.calls.call(adminRequest('admin.vm.feature.Get', vm, name));
    if (reply.ok) return ok(reply.value.toString('utf8'));
    return isException(reply.error, 'QubesFeatureNotFoundError') ? ok(null) : reply;
  }

  async setFeature(vm: string, name: string, value: string | null): Promise<Result<void, Failure>> {
    if (value !== null) return this.act(adminRequest('admin.vm.feature.Set', vm, name, value));
    const removed = await this.act(adminRequest('admin.vm.feature.Remove', vm, name));
    return !removed.ok && isException(removed.error, 'QubesFeatureNotFoundError') ? done : removed;
  }

  tags(vm: string): Promise<Result<readonly string[], Failure>> {
    return askLines(this.calls, adminRequest('admin.vm.tag.List', vm));
  }

  async setTag(vm: string, tag: string, isOn: boolean): Promise<Result<void, Failure>> {
    const set = await this.act(adminRequest(`admin.vm.tag.${isOn ? 'Set' : 'Remove'}`, vm, tag));
    return !set.ok && isException(set.error, 'QubesTagNotFoundError') ? done : set;
  }

  /** Of the system where `vm` is null. */
  property(vm: string | null, name: string): Promise<Result<AdminProperty, Failure>> {
    return this.#read(adminRequest(propertyMethod(vm, 'Get'), vm ?? 'dom0', name), (data) =>
      readProperty(data.toString('utf8')),
    );
  }

  /** null: back to its default. */
  setProperty(vm: string | null, name: string, value: string | null): Promise<Result<void, Failure>> {
    const method = propertyMethod(vm, value === null ? 'Reset' : 'Set');
    return this.act(adminRequest(method, vm ?? 'dom0', name, value ?? ''));
  }

  async volume(vm: string, name: string): Promise<Result<VolumeInfo, Failure>> {
    const request = adminRequest('admin.vm.volume.Info', vm, name);
    const lines = await askLines(this.calls, request);
    if (!lines.ok) return lines;
    const info = readVolumeInfo(lines.value);
    return info === undefined ? err({ code: 'admin-cut-off', call: callText(request) }) : ok(info);
  }

  revisions(vm: string, volume: string): Promise<Result<readonly string[], Failure>> {
    return askLines(this.calls, adminRequest('admin.vm.volume.ListSnapshots', vm, volume));
  }

  setVolume(
    vm: string,
    volume: string,
    setting: 'revisions_to_keep' | 'rw' | 'ephemeral',
    value: number | boolean,
  ): Promise<Result<void, Failure>> {
    const text = typeof value === 'number' ? String(value) : value ? 'True' : 'False';
    return this.act(adminRequest(`admin.vm.volume.Set.${setting}`, vm, volume, text));
  }

  resize(vm: string, volume: string, sizeBytes: number): Promise<Result<void, Failure>> {
    return this.act(adminRequest('admin.vm.volume.Resize', vm, volume, String(sizeBytes)));
  }

  /** Resolves when all of it is copied. Aborting `signal` leaves qubesd at it (facts §1.1). */
  async clone(from: string, to: string, volume: string, options?: CallOptions): Promise<Result<void, Failure>> {
    const token = await this.calls.call(adminRequest('admin.vm.volume.CloneFrom', from, volume));
    if (!token.ok) return token;
    // It is good for one attempt, and forgotten when qubesd is restarted: there is no keeping it.
    const payload = token.value.toString('latin1');
    return this.act(adminRequest('admin.vm.volume.CloneTo', to, volume, payload), options);
  }

  async poolInfo(pool: string): Promise<Result<PoolInfo, Failure>> {
    const lines = await askLines(this.calls, adminRequest('admin.pool.Info', 'dom0', pool));
    return lines.ok ? ok(readPoolInfo(lines.value)) : lines;
  }

  async poolUsage(pool: string): Promise<Result<PoolUsage, Failure>> {
    const lines = await askLines(this.calls, adminRequest('admin.pool.UsageDetails', 'dom0', pool));
    return lines.ok ? ok(readPoolUsage(lines.value)) : lines;
  }

  vidsIn(pool: string): Promise<Result<readonly string[], Failure>> {
    return askLines(this.calls, adminRequest('admin.pool.volume.List', 'dom0', pool));
  }

  /** Every driver, with the options that it has. */
  async poolDrivers(): Promise<Result<ReadonlyMap<string, readonly string[]>, Failure>> {
    const lines = await askLines(this.calls, adminRequest('admin.pool.ListDrivers', 'dom0'));
    if (!lines.ok) return lines;
    return ok(
      new Map(lines.value.map((line) => line.split(' ')).map(([driver = '', ...options]) => [driver, options])),
    );
  }

  pools(): Promise<Result<readonly string[], Failure>> {
    return askLines(this.calls, adminRequest('admin.pool.List', 'dom0'));
  }

  /** What a pool was added with, and what its driver makes of that. */
  async poolConfig(pool: string): Promise<Result<ReadonlyMap<string, string>, Failure>> {
    const lines = await askLines(this.calls, adminRequest('admin.pool.Info', 'dom0', pool));
    return lines.ok ? ok(keyValues(lines.value)) : lines;
  }

  addPool(name: string, driver: string, options: Readonly<Record<string, string>>): Promise<Result<void, Failure>> {
    const words = [['name', name] as const, ...Object.entries(options)].map(([key, value]) => `${key}=${value}\n`);
    return this.act(adminRequest('admin.pool.Add', 'dom0', driver, words.join('')));
  }

  removePool(name: string): Promise<Result<void, Failure>> {
    return this.act(adminRequest('admin.pool.Remove', 'dom0', name));
  }

  /** The reply as text. */
  async text(request: AdminRequest): Promise<Result<string, Failure>> {
    const reply = await this.calls.call(request);
    return reply.ok ? ok(reply.value.toString('utf8')) : reply;
  }

  async act(request: AdminRequest, options?: CallOptions): Promise<Result<void, Failure>> {
    const reply = await this.calls.call(request, options);
    return reply.ok ? done : reply;
  }

  async #read<T>(request: AdminRequest, read: (data: Buffer) => T | undefined): Promise<Result<T, Failure>> {
    const reply = await this.calls.call(request);
    if (!reply.ok) return reply;
    const value = read(reply.value);
    if (value !== undefined) return ok(value);
    return err({ code: 'admin-reply-unreadable', call: callText(request), detail: reply.value.toString('utf8') });
  }
}

const propertyMethod = (vm: string | null, verb: string): string => `admin.${vm === null ? '' : 'vm.'}property.${verb}`;
