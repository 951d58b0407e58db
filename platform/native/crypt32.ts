import type { KoffiFunc } from "koffi";
import { loadWin32, systemLibrary, type Win32 } from "./win32.ts";
import { dataBlob, dataBlobSize, readDataBlob } from "./win32-layout.ts";
import { WindowsError } from "./windows-error.ts";

type Transform = KoffiFunc<
  (
    input: Buffer,
    description: string | null,
    entropy: null,
    reserved: null,
    prompt: null,
    flags: number,
    output: Buffer,
  ) => number
>;
/** dpapi.h; both calls give memory that LocalFree frees. */
export interface Crypt32 {
  CryptProtectData: Transform;
  CryptUnprotectData: Transform;
  LocalFree: KoffiFunc<(memory: bigint) => bigint>;
  SecureZeroMemory(memory: bigint, size: number): void;
}
type Memory = Pick<Win32, "allocate" | "free" | "copyIn" | "copyOut" | "GetLastError">;

/** Fail rather than ask the user, who may not be there. */
const CRYPTPROTECT_UI_FORBIDDEN = 1;

/**
 * One of the two calls on `bytes`. What it reads and what Windows gave back is overwritten before it is freed. Throws WindowsError: 13
 * (ERROR_INVALID_DATA) for what this user did not protect on this machine.
 */
export function transform(
  call: "CryptProtectData" | "CryptUnprotectData",
  bytes: Buffer,
  { crypt32, memory }: { readonly crypt32: Crypt32; readonly memory: Memory },
): Buffer {
  const input = memory.allocate(Math.max(1, bytes.length));
  const output = Buffer.alloc(dataBlobSize);
  try {
    memory.copyIn(input, 0, bytes);
    const done = crypt32[call](
      dataBlob(input, bytes.length),
      null,
      null,
      null,
      null,
      CRYPTPROTECT_UI_FORBIDDEN,
      output,
    );
    if (done === 0) throw new WindowsError(call, memory.GetLastError());
    const { address, size } = readDataBlob(output);
    try {
      return memory.copyOut(address, 0, size);
    } finally {
      crypt32.SecureZeroMemory(address, size);
      crypt32.LocalFree(address);
    }
  } finally {
    memory.copyIn(input, 0, Buffer.alloc(bytes.length));
    memory.free(input);
  }
}

let loaded: Promise<{ readonly crypt32: Crypt32; readonly memory: Memory }> | undefined;

/** Loads koffi and crypt32 at the first call, nothing at import. Rejects NoWin32Error anywhere but on 64-bit Windows. */
export function loadCrypt32(): Promise<{ readonly crypt32: Crypt32; readonly memory: Memory }> {
  loaded ??= bind();
  return loaded;
}

async function bind() {
  const memory = await loadWin32();
  const [crypt32, kernel32] = [await systemLibrary("crypt32.dll"), await systemLibrary("kernel32.dll")];
  const signature = (name: string): string =>
    `int __stdcall ${name}(void *input, str16 description, void *entropy, void *reserved, void *prompt, uint32_t flags, void *output)`;
  return {
    memory,
    crypt32: {
      CryptProtectData: crypt32.func(signature("CryptProtectData")),
      // Its description is where Windows would put a pointer: none is asked for
      CryptUnprotectData: crypt32.func(signature("CryptUnprotectData")),
      LocalFree: kernel32.func("uintptr_t __stdcall LocalFree(uintptr_t memory)"),
      SecureZeroMemory: (address: bigint, size: number): void => memory.copyIn(address, 0, Buffer.alloc(size)),
    } satisfies Crypt32,
  };
}
