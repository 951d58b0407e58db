import type { KoffiFunc } from "koffi";
import type { Lockable } from "./lockable.ts";
import { type Handle, loadWin32, systemLibrary } from "./win32.ts";
import { overlappedSize } from "./win32-layout.ts";
import { ERROR_IO_PENDING, ERROR_LOCK_VIOLATION, WindowsError } from "./windows-error.ts";

type LockFileEx = KoffiFunc<
  (handle: Handle, flags: number, reserved: number, low: number, high: number, overlapped: Buffer) => number
>;

const GENERIC_READ_WRITE = 0xc0000000;
/** Read, write, delete: a lock, not a refusal to open, is what says that it is taken. */
const SHARE_ALL = 7;
const OPEN_ALWAYS = 4;
/** FILE_FLAG_OPEN_REPARSE_POINT: a link is opened itself, not followed. */
const NOT_THROUGH_LINKS = 0x00200000;
/** LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY */
const EXCLUSIVE_AT_ONCE = 3;

let bound: LockFileEx | undefined;

/** Made if need be, in a directory that exists; who may open it is what the directory passes on. Rejects WindowsError, as `take` throws it. */
export async function openForLockFileEx(path: string): Promise<Lockable> {
  const win32 = await loadWin32();
  bound ??= await bind();
  const lockFileEx = bound;
  const handle = win32.CreateFileW(path, GENERIC_READ_WRITE, SHARE_ALL, null, OPEN_ALWAYS, NOT_THROUGH_LINKS, 0);
  if (handle === -1) throw new WindowsError("CreateFileW", win32.GetLastError());
  return {
    take() {
      if (lockFileEx(handle, EXCLUSIVE_AT_ONCE, 0, 1, 0, Buffer.alloc(overlappedSize)) !== 0) return true;
      const error = win32.GetLastError();
      if (error === ERROR_LOCK_VIOLATION || error === ERROR_IO_PENDING) return false;
      throw new WindowsError("LockFileEx", error);
    },
    close() {
      if (win32.CloseHandle(handle) === 0) throw new WindowsError("CloseHandle", win32.GetLastError());
    },
  };
}

async function bind(): Promise<LockFileEx> {
  return (await systemLibrary("kernel32.dll")).func(
    "int __stdcall LockFileEx(intptr_t handle, uint32_t flags, uint32_t reserved, uint32_t low, uint32_t high, void *overlapped)",
  );
}
