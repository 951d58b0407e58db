import type { KoffiFunc } from "koffi";
import { type Handle, loadWin32, type Pointer, systemLibrary, type Win32 } from "./win32.ts";
import { sidText } from "./win32-layout.ts";
import { ERROR_INSUFFICIENT_BUFFER, WindowsError } from "./windows-error.ts";

/** Who may open a pipe, as SDDL (Microsoft's "Security Descriptor String Format"). Its instances have one list between them. */
export interface PipeSecurity {
  /** Owner and list of the pipe at `path`. Throws WindowsError. */
  read(path: string): string;
  /** Whose things are that this process makes: its user's or, for an elevated administrator and the system, `S-1-5-32-544`. Throws WindowsError. */
  ownOwner(): string;
  /** Replaces the list by that of `sddl`, and takes nothing over from elsewhere. Throws WindowsError. */
  replaceList(path: string, sddl: string): void;
}

interface Calls {
  GetKernelObjectSecurity: KoffiFunc<
    (handle: Handle, what: number, to: Buffer | null, size: number, needed: Buffer) => number
  >;
  SetKernelObjectSecurity: KoffiFunc<(handle: Handle, what: number, descriptor: Pointer) => number>;
  ConvertStringSecurityDescriptorToSecurityDescriptorW: KoffiFunc<
    (text: string, revision: number, descriptor: Buffer, size: null) => number
  >;
  ConvertSecurityDescriptorToStringSecurityDescriptorW: KoffiFunc<
    (descriptor: Buffer, revision: number, what: number, text: Buffer, length: Buffer) => number
  >;
  OpenProcessToken: KoffiFunc<(process: Handle, access: number, token: Buffer) => number>;
  GetTokenInformation: KoffiFunc<(token: Handle, what: number, to: Pointer, size: number, needed: Buffer) => number>;
  LocalFree: KoffiFunc<(memory: Pointer) => Pointer>;
}

const READ_CONTROL = 0x20000;
const WRITE_DAC = 0x40000;
const OPEN_EXISTING = 3;
/** SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS: the other end learns nothing of us. */
const ANONYMOUSLY = 0x00100000;
const OWNER_AND_LIST = 1 | 4;
/** DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION */
const WHOLE_LIST = 0x80000004;
const REVISION = 1;
/** What GetCurrentProcess() gives. */
const THIS_PROCESS = -1;
const TOKEN_QUERY = 8;
/** TokenOwner of TOKEN_INFORMATION_CLASS: a TOKEN_OWNER, which is the address of a SID in the same memory. */
const TOKEN_OWNER = 4;
/** The address, and the largest SID (SECURITY_MAX_SID_SIZE 68). */
const tokenOwnerSize = 8 + 68;

/** Loads koffi and advapi32 when called, nothing at import. Rejects NoWin32Error anywhere but on 64-bit Windows. */
export async function loadPipeSecurity(): Promise<PipeSecurity> {
  const win32 = await loadWin32();
  const calls = await bind();
  const opened = <T>(path: string, rights: number, use: (handle: Handle) => T): T => {
    const handle = win32.CreateFileW(path, rights, 0, null, OPEN_EXISTING, ANONYMOUSLY, 0);
    if (handle === -1) throw new WindowsError("CreateFileW", win32.GetLastError());
    try {
      return use(handle);
    } finally {
      win32.CloseHandle(handle);
    }
  };
  return {
    read: (path) => opened(path, READ_CONTROL, (handle) => textOf(descriptorOf(handle, calls, win32), calls, win32)),
    ownOwner: () => ownOwner(calls, win32),
    replaceList: (path, sddl) =>
      opened(path, READ_CONTROL | WRITE_DAC, (handle) => {
        const out = Buffer.alloc(8);
        if (calls.ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, REVISION, out, null) === 0)
          throw new WindowsError("ConvertStringSecurityDescriptorToSecurityDescriptorW", win32.GetLastError());
        const descriptor = out.readBigUInt64LE();
        try {
          if (calls.SetKernelObjectSecurity(handle, WHOLE_LIST, descriptor) === 0)
            throw new WindowsError("SetKernelObjectSecurity", win32.GetLastError());
        } finally {
          calls.LocalFree(descriptor);
        }
      }),
  };
}

function descriptorOf(handle: Handle, { GetKernelObjectSecurity }: Calls, { GetLastError }: Win32): Buffer {
  const needed = Buffer.alloc(4);
  let descriptor = Buffer.alloc(1024);
  while (GetKernelObjectSecurity(handle, OWNER_AND_LIST, descriptor, descriptor.length, needed) === 0) {
    const error = GetLastError();
    const size = needed.readUInt32LE();
    // An ACL has at most 64 KB
    if (error !== ERROR_INSUFFICIENT_BUFFER || size <= descriptor.length || size > 0x20000)
      throw new WindowsError("GetKernelObjectSecurity", error);
    descriptor = Buffer.alloc(size);
  }
  return descriptor;
}

function textOf(descriptor: Buffer, calls: Calls, { copyOut, GetLastError }: Win32): string {
  const [text, length] = [Buffer.alloc(8), Buffer.alloc(4)];
  const convert = calls.ConvertSecurityDescriptorToStringSecurityDescriptorW;
  if (convert(descriptor, REVISION, OWNER_AND_LIST, text, length) === 0)
    throw new WindowsError("ConvertSecurityDescriptorToStringSecurityDescriptorW", GetLastError());
  const address = text.readBigUInt64LE();
  try {
    return copyOut(address, 0, 2 * length.readUInt32LE())
      .toString("utf16le")
      .replace(/\0.*$/s, "");
  } finally {
    calls.LocalFree(address);
  }
}

function ownOwner(calls: Calls, { GetLastError, CloseHandle, allocate, free, copyOut }: Win32): string {
  const out = Buffer.alloc(8);
  if (calls.OpenProcessToken(THIS_PROCESS, TOKEN_QUERY, out) === 0)
    throw new WindowsError("OpenProcessToken", GetLastError());
  const token = Number(out.readBigInt64LE());
  const memory = allocate(tokenOwnerSize);
  try {
    if (calls.GetTokenInformation(token, TOKEN_OWNER, memory, tokenOwnerSize, Buffer.alloc(4)) === 0)
      throw new WindowsError("GetTokenInformation", GetLastError());
    const owner = copyOut(memory, 0, tokenOwnerSize);
    return sidText(owner.subarray(Number(owner.readBigUInt64LE() - memory)));
  } finally {
    free(memory);
    CloseHandle(token);
  }
}

async function bind(): Promise<Calls> {
  const [advapi32, kernel32] = [await systemLibrary("advapi32.dll"), await systemLibrary("kernel32.dll")];
  return {
    GetKernelObjectSecurity: advapi32.func(
      "int __stdcall GetKernelObjectSecurity(intptr_t handle, uint32_t what, void *to, uint32_t size, void *needed)",
    ),
    SetKernelObjectSecurity: advapi32.func(
      "int __stdcall SetKernelObjectSecurity(intptr_t handle, uint32_t what, void *descriptor)",
    ),
    ConvertStringSecurityDescriptorToSecurityDescriptorW: advapi32.func(
      "int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32_t revision, void *descriptor, void *size)",
    ),
    ConvertSecurityDescriptorToStringSecurityDescriptorW: advapi32.func(
      "int __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32_t revision, uint32_t what, void *text, void *length)",
    ),
    OpenProcessToken: advapi32.func("int __stdcall OpenProcessToken(intptr_t process, uint32_t access, void *token)"),
    GetTokenInformation: advapi32.func(
      "int __stdcall GetTokenInformation(intptr_t token, int what, void *to, uint32_t size, void *needed)",
    ),
    LocalFree: kernel32.func("uintptr_t __stdcall LocalFree(uintptr_t memory)"),
  };
}
