import type { KoffiFunc } from "koffi";

/** A HANDLE as a signed number: 0 is none, -1 INVALID_HANDLE_VALUE. */
export type Handle = number;
/** Memory outside the JavaScript heap. It neither moves nor goes away until freed. */
export type Pointer = bigint;
/** What a `void *` takes: a pointer, or a Buffer for the length of the call. */
type Memory = Pointer | Buffer | null;

export interface Win32 {
  /** Zeroed. */
  allocate(size: number): Pointer;
  free(memory: Pointer): void;
  copyIn(to: Pointer, offset: number, bytes: Buffer): void;
  copyOut(from: Pointer, offset: number, size: number): Buffer;

  /** Of the calling thread: koffi keeps it from one call to the next, whatever V8 does between (its `interp.cc`). Not of `.async` calls. */
  GetLastError: KoffiFunc<() => number>;
  RtlNtStatusToDosError: KoffiFunc<(status: number) => number>;
  CreateFileW: KoffiFunc<
    (
      path: string,
      access: number,
      share: number,
      security: null,
      how: number,
      flags: number,
      template: Handle,
    ) => Handle
  >;
  CloseHandle: KoffiFunc<(handle: Handle) => number>;
  ReadFile: KoffiFunc<(handle: Handle, to: Memory, size: number, count: null, overlapped: Pointer) => number>;
  WriteFile: KoffiFunc<(handle: Handle, from: Memory, size: number, count: null, overlapped: Pointer) => number>;
  DeviceIoControl: KoffiFunc<
    (
      handle: Handle,
      code: number,
      input: Memory,
      inputSize: number,
      output: Memory,
      outputSize: number,
      count: null,
      overlapped: Pointer,
    ) => number
  >;
  CancelIoEx: KoffiFunc<(handle: Handle, overlapped: Pointer) => number>;
  CreateIoCompletionPort: KoffiFunc<(file: Handle, port: Handle, key: number, threads: number) => Handle>;
  GetQueuedCompletionStatusEx: KoffiFunc<
    (port: Handle, entries: Memory, room: number, count: Memory, ms: number, alertable: number) => number
  >;
  PostQueuedCompletionStatus: KoffiFunc<(port: Handle, bytes: number, key: number, overlapped: null) => number>;
  SetupDiGetClassDevsW: KoffiFunc<(guid: Memory, enumerator: null, window: Handle, flags: number) => Handle>;
  SetupDiEnumDeviceInterfaces: KoffiFunc<
    (set: Handle, device: null, guid: Memory, index: number, data: Memory) => number
  >;
  SetupDiGetDeviceInterfaceDetailW: KoffiFunc<
    (set: Handle, data: Memory, detail: Memory, size: number, needed: Memory, device: null) => number
  >;
  SetupDiDestroyDeviceInfoList: KoffiFunc<(set: Handle) => number>;
}

/** This is not Windows, or not a Windows these calls work on. */
export class NoWin32Error extends Error {
  override name = "NoWin32Error";
  readonly code = "NO_WIN32";
}

/** One of Windows' own libraries. Rejects NoWin32Error where it is not. */
export async function systemLibrary(name: string): Promise<ReturnType<typeof import("koffi").load>> {
  const koffi = await import("koffi");
  try {
    return koffi.load(name);
  } catch (cause) {
    throw new NoWin32Error(`${name} cannot be loaded: this is not Windows, or one without it`, { cause });
  }
}

let loaded: Promise<Win32> | undefined;

/** Loads koffi and the system libraries at the first call, nothing at import. Rejects NoWin32Error anywhere but on 64-bit Windows. */
export function loadWin32(): Promise<Win32> {
  loaded ??= bind();
  return loaded;
}

async function bind(): Promise<Win32> {
  const koffi = await import("koffi");
  // The layouts in win32-layout.ts hold for 8-byte pointers, that is x64 and arm64.
  if (koffi.sizeof("void *") !== 8) throw new NoWin32Error("this needs a 64-bit Windows");
  const kernel32 = await systemLibrary("kernel32.dll");
  const ntdll = await systemLibrary("ntdll.dll");
  const setupapi = await systemLibrary("setupapi.dll");
  return {
    allocate(size) {
      const memory = koffi.alloc("uint8_t", size) as Pointer;
      koffi.encode(memory, 0, "uint8_t", Buffer.alloc(size), size);
      return memory;
    },
    free: (memory) => koffi.free(memory),
    copyIn(to, offset, bytes) {
      if (bytes.length > 0) koffi.encode(to, offset, "uint8_t", bytes, bytes.length);
    },
    copyOut: (from, offset, size) =>
      size === 0 ? Buffer.alloc(0) : Buffer.from(koffi.decode(from, offset, "uint8_t", size) as Uint8Array),

    GetLastError: kernel32.func("uint32_t __stdcall GetLastError()"),
    RtlNtStatusToDosError: ntdll.func("uint32_t __stdcall RtlNtStatusToDosError(uint32_t status)"),
    CreateFileW: kernel32.func(
      "intptr_t __stdcall CreateFileW(str16 path, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template_)",
    ),
    CloseHandle: kernel32.func("int __stdcall CloseHandle(intptr_t handle)"),
    ReadFile: kernel32.func(
      "int __stdcall ReadFile(intptr_t handle, void *to, uint32_t size, void *count, void *overlapped)",
    ),
    WriteFile: kernel32.func(
      "int __stdcall WriteFile(intptr_t handle, void *from, uint32_t size, void *count, void *overlapped)",
    ),
    DeviceIoControl: kernel32.func(
      "int __stdcall DeviceIoControl(intptr_t handle, uint32_t code, void *input, uint32_t inputSize, void *output, uint32_t outputSize, void *count, void *overlapped)",
    ),
    CancelIoEx: kernel32.func("int __stdcall CancelIoEx(intptr_t handle, void *overlapped)"),
    CreateIoCompletionPort: kernel32.func(
      "intptr_t __stdcall CreateIoCompletionPort(intptr_t file, intptr_t port, uintptr_t key, uint32_t threads)",
    ),
    GetQueuedCompletionStatusEx: kernel32.func(
      "int __stdcall GetQueuedCompletionStatusEx(intptr_t port, void *entries, uint32_t room, void *count, uint32_t ms, int alertable)",
    ),
    PostQueuedCompletionStatus: kernel32.func(
      "int __stdcall PostQueuedCompletionStatus(intptr_t port, uint32_t bytes, uintptr_t key, void *overlapped)",
    ),
    SetupDiGetClassDevsW: setupapi.func(
      "intptr_t __stdcall SetupDiGetClassDevsW(void *guid, void *enumerator, intptr_t window, uint32_t flags)",
    ),
    SetupDiEnumDeviceInterfaces: setupapi.func(
      "int __stdcall SetupDiEnumDeviceInterfaces(intptr_t set, void *device, void *guid, uint32_t index, void *data)",
    ),
    SetupDiGetDeviceInterfaceDetailW: setupapi.func(
      "int __stdcall SetupDiGetDeviceInterfaceDetailW(intptr_t set, void *data, void *detail, uint32_t size, void *needed, void *device)",
    ),
    SetupDiDestroyDeviceInfoList: setupapi.func("int __stdcall SetupDiDestroyDeviceInfoList(intptr_t set)"),
  };
}
