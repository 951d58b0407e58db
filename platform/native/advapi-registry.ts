import { type Call, offThread } from "./off-thread.ts";
import { type Handle, loadWin32, systemLibrary } from "./win32.ts";

type Open = Call<[root: bigint, path: string, options: number, access: number, key: Buffer]>;
type Query = Call<[key: Handle, name: string, reserved: null, type: Buffer, data: Buffer | null, size: Buffer]>;
type Enumerate = Call<
  [key: Handle, index: number, name: Buffer, length: Buffer, reserved: null, klass: null, size: null, time: null]
>;
type Close = Call<[key: Handle]>;

/** winreg.h. Each gives one of Windows' error numbers, off the main thread: a registry's file may be on a disk that hangs. */
export interface RegistryCalls {
  open(path: string): Promise<{ readonly status: number; readonly key: Handle }>;
  /** `size` bytes at most; `data` only with status 0. */
  query(key: Handle, name: string, size: number): Promise<{ status: number; type: number; size: number; data: Buffer }>;
  enumerate(key: Handle, index: number): Promise<{ readonly status: number; readonly name: string }>;
  close(key: Handle): Promise<void>;
}

/** HKEY_LOCAL_MACHINE is a negative number, made as wide as a pointer. */
const LOCAL_MACHINE = BigInt.asIntN(64, 0xffffffff80000002n);
/** KEY_READ | KEY_WOW64_64KEY */
const READ = 0x20019 | 0x100;
/** Characters of a key's name, and its NUL. */
const LONGEST_NAME = 256;

let loaded: Promise<RegistryCalls> | undefined;

/** Loads koffi and advapi32 at the first call, nothing at import. Rejects NoWin32Error anywhere but on 64-bit Windows. */
export function loadRegistryCalls(): Promise<RegistryCalls> {
  loaded ??= bind();
  return loaded;
}

async function bind(): Promise<RegistryCalls> {
  await loadWin32();
  const advapi32 = await systemLibrary("advapi32.dll");
  const open = advapi32.func(
    "long __stdcall RegOpenKeyExW(intptr_t root, str16 path, uint32_t options, uint32_t access, void *key)",
  ) as unknown as Open;
  const query = advapi32.func(
    "long __stdcall RegQueryValueExW(intptr_t key, str16 name, void *reserved, void *type, void *data, void *size)",
  ) as unknown as Query;
  const enumerate = advapi32.func(
    "long __stdcall RegEnumKeyExW(intptr_t key, uint32_t index, void *name, void *length, void *reserved, void *klass, void *size, void *time)",
  ) as unknown as Enumerate;
  const close = advapi32.func("long __stdcall RegCloseKey(intptr_t key)") as unknown as Close;
  return {
    async open(path) {
      const key = Buffer.alloc(8);
      const status = await offThread(open, LOCAL_MACHINE, path, 0, READ, key);
      return { status, key: Number(key.readBigInt64LE()) };
    },
    async query(key, name, size) {
      const [type, data, length] = [Buffer.alloc(4), Buffer.alloc(size), Buffer.alloc(4)];
      length.writeUInt32LE(size);
      const status = await offThread(query, key, name, null, type, data, length);
      const filled = length.readUInt32LE();
      return { status, type: type.readUInt32LE(), size: filled, data: data.subarray(0, Math.min(size, filled)) };
    },
    async enumerate(key, index) {
      const [name, length] = [Buffer.alloc(2 * LONGEST_NAME), Buffer.alloc(4)];
      length.writeUInt32LE(LONGEST_NAME);
      const status = await offThread(enumerate, key, index, name, length, null, null, null, null);
      return { status, name: name.toString("utf16le", 0, 2 * Math.min(LONGEST_NAME, length.readUInt32LE())) };
    },
    async close(key) {
      await offThread(close, key);
    },
  };
}
