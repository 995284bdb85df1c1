import koffi from 'koffi';

/**
 * The few system calls that Node does not offer, bound with koffi. The only file that loads libc.
 * Every call is synchronous and short; a blocking wait for a lock is a loop in the caller, so that it can be cancelled.
 */
const libc = koffi.load('libc.so.6');

const flock = koffi.struct('flock64', {
  l_type: 'int16_t',
  l_whence: 'int16_t',
  l_start: 'int64_t',
  l_len: 'int64_t',
  l_pid: 'int32_t',
});
const fcntlLock = libc.func('fcntl', 'int', ['int', 'int', koffi.inout(koffi.pointer(flock))]) as (
  fd: number,
  command: number,
  lock: object,
) => number;
const lseek = libc.func('int64_t lseek(int fd, int64_t offset, int whence)') as (
  fd: number,
  offset: number,
  whence: number,
) => number | bigint;

const posixFadvise = libc.func('int posix_fadvise(int fd, int64_t offset, int64_t length, int advice)') as (
  fd: number,
  offset: number,
  length: number,
  advice: number,
) => number;

const errnoOf = koffi.os.errno as Readonly<Record<string, number>>;
const F_SETLK = 6;
const F_OFD_SETLK = 37;
const F_RDLCK = 0;
const F_WRLCK = 1;
const POSIX_FADV_DONTNEED = 4;
const SEEK_END = 2;
const SEEK_DATA = 3;
const SEEK_HOLE = 4;

/** The record-lock kinds: `posix` interlocks with Python's `lockf` but goes when the process closes any fd of the inode. */
type LockKind = 'posix' | 'open-file-description';

function systemCallError(call: string): Error {
  const errno = koffi.errno();
  const name = Object.entries(errnoOf).find(([, value]) => value === errno)?.[0] ?? String(errno);
  return Object.assign(new Error(`${call}: ${name}`), { code: name });
}

function tryLock(fd: number, kind: LockKind, mode: 'shared' | 'exclusive'): boolean {
  const command = kind === 'posix' ? F_SETLK : F_OFD_SETLK;
  const lock = { l_type: mode === 'shared' ? F_RDLCK : F_WRLCK, l_whence: 0, l_start: 0, l_len: 0, l_pid: 0 };
  if (fcntlLock(fd, command, lock) === 0) return true;
  const errno = koffi.errno();
  if (errno === errnoOf['EAGAIN'] || errno === errnoOf['EACCES']) return false;
  throw systemCallError('fcntl');
}

/** Locks the whole file as `fcntl.lockf` of Python does; false when somebody else holds it. Released when the process closes any descriptor of the file. */
export const tryPosixLock = (fd: number, mode: 'shared' | 'exclusive'): boolean => tryLock(fd, 'posix', mode);

/** Locks the whole file for this open descriptor, exclusively; false when somebody else holds it. Released when `fd` is closed. */
export const lockExclusive = (fd: number): boolean => tryLock(fd, 'open-file-description', 'exclusive');

function seek(fd: number, offset: number, whence: number): number | undefined {
  const at = Number(lseek(fd, offset, whence));
  if (at >= 0) return at;
  // No data (or no hole) after `offset`.
  if (koffi.errno() === errnoOf['ENXIO']) return undefined;
  throw systemCallError('lseek');
}

/** The first offset at or after `offset` that holds data, or undefined when only holes follow. Throws EINVAL on devices. */
export const seekData = (fd: number, offset: number): number | undefined => seek(fd, offset, SEEK_DATA);

/** The first offset at or after `offset` inside a hole; the end of the file counts as one. */
export const seekHole = (fd: number, offset: number): number | undefined => seek(fd, offset, SEEK_HOLE);

/** The size in bytes of a file or block device; `fstat` says 0 for a device. Moves the position that unpositioned reads use. */
export const endOffset = (fd: number): number => seek(fd, 0, SEEK_END) ?? 0;

/** Asks the kernel to forget the cached pages of a file that are on disk, so that the next read comes from there. A hint only. */
export const dropCachedPages = (fd: number): void => void posixFadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
