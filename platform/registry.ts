import { loadRegistryCalls, type RegistryCalls } from "./native/advapi-registry.ts";
import type { Handle } from "./native/win32.ts";
import { ERROR_FILE_NOT_FOUND, ERROR_MORE_DATA, ERROR_NO_MORE_ITEMS } from "./native/windows-error.ts";

/** Windows' registry below HKEY_LOCAL_MACHINE, for looking only. Rejects RegistryError. */
export interface Registry {
  /** Undefined where there is no such key or value. */
  value(key: string, name: string): Promise<RegistryValue | undefined>;
  /** Names of the keys in it; undefined where there is no such key. */
  keys(key: string): Promise<string[] | undefined>;
}
/** `type` as winnt.h numbers it: 1 and 2 text, 3 bytes, 4 a u32. */
export interface RegistryValue {
  readonly type: number;
  readonly data: Buffer;
}
export const REG_SZ = 1;
export const REG_BINARY = 3;
export const REG_DWORD = 4;

export class RegistryError extends Error {
  override name = "RegistryError";
  readonly code: "REGISTRY_DENIED" | "REGISTRY_FAILED" | "REGISTRY_TOO_MUCH";
  constructor(code: RegistryError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Bytes, and names. What is looked at here is a word or a line each. */
const MOST_VALUE = 16 * 1024;
const MOST_KEYS = 4096;
const ERROR_ACCESS_DENIED = 5;

export const windowsRegistry: Registry = {
  value: (path, name) =>
    within(path, async (calls, key) => {
      const { status, type, size, data } = await calls.query(key, name, MOST_VALUE);
      if (status === ERROR_FILE_NOT_FOUND) return undefined;
      if (status === ERROR_MORE_DATA)
        throw new RegistryError("REGISTRY_TOO_MUCH", `HKLM\\${path}, ${name} has ${size} bytes`);
      if (status !== 0) throw failed(path, status);
      return { type, data };
    }),
  keys: (path) =>
    within(path, async (calls, key) => {
      const names: string[] = [];
      for (;;) {
        const { status, name } = await calls.enumerate(key, names.length);
        if (status === ERROR_NO_MORE_ITEMS) return names;
        if (status !== 0) throw failed(path, status);
        if (names.push(name) > MOST_KEYS)
          throw new RegistryError("REGISTRY_TOO_MUCH", `HKLM\\${path} has more than ${MOST_KEYS} keys`);
      }
    }),
};

async function within<T>(
  path: string,
  look: (calls: RegistryCalls, key: Handle) => Promise<T | undefined>,
): Promise<T | undefined> {
  const calls = await loadRegistryCalls();
  const { status, key } = await calls.open(path);
  if (status === ERROR_FILE_NOT_FOUND) return undefined;
  if (status !== 0) throw failed(path, status);
  try {
    return await look(calls, key);
  } finally {
    await calls.close(key);
  }
}

const failed = (path: string, status: number): RegistryError =>
  status === ERROR_ACCESS_DENIED
    ? new RegistryError("REGISTRY_DENIED", `HKLM\\${path} is not for this user`)
    : new RegistryError("REGISTRY_FAILED", `HKLM\\${path}: Windows error ${status}`);
