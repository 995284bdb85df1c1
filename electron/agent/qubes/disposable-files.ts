import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';

/** What the system keeps of DisposableVMs outside of its registry; it is gone after a boot. */
export interface DisposableFiles {
  /** The next number that no DisposableVM of this boot has had, by the system's own count, and that is not taken. */
  takeNumber(isTaken: (number: number) => boolean): Promise<Result<number, Failure>>;
  /** Gives it the firewall rules of the VM in `fromDir`; resolves to their place as its record names it. */
  copyFirewall(name: VmName, fromDir: string): Promise<Result<string, Failure>>;
  /** That there are none is fine. */
  removeFirewall(name: VmName): Promise<Result<void, Failure>>;
}
