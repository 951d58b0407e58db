import koffi from "koffi";
import { WindowsError } from "../../platform/native/windows-error.ts";

const TOKEN_ALL_ACCESS = 0xf01ff;
const DISABLE_MAX_PRIVILEGE = 1;
const TOKEN_USER = 1;
const SECURITY_IDENTIFICATION = 1;
/** GENERIC_MAPPING of a file: read, write, execute, all. No generic right is asked for here. */
const FILE_MAPPING = [0x120089, 0x120116, 0x1200a0, 0x1f01ff];

/**
 * Does the system grant `access` by the descriptor `sddl` to this user without those SIDs (`user`: its own)? They then only deny
 * (CreateRestrictedToken): the nearest thing to another user that one process has. By AccessCheck, which is what the system itself asks.
 */
export function grantsWithout(sids: readonly string[], sddl: string, access: number): boolean {
  const calls = bind();
  const must = (call: string, done: number): void => {
    if (done === 0) throw new WindowsError(call, calls.GetLastError());
  };
  const out = Buffer.alloc(8);
  must("OpenProcessToken", calls.OpenProcessToken(-1, TOKEN_ALL_ACCESS, out));
  const token = out.readBigInt64LE();
  const user = Buffer.alloc(256);
  must("GetTokenInformation", calls.GetTokenInformation(token, TOKEN_USER, user, user.length, Buffer.alloc(4)));
  // SID_AND_ATTRIBUTES: u64 address, u32 attributes, 4 bytes of padding
  const disabled = Buffer.alloc(16 * Math.max(1, sids.length));
  for (const [index, sid] of sids.entries()) {
    if (sid !== "user") must("ConvertStringSidToSidW", calls.ConvertStringSidToSidW(sid, out));
    disabled.writeBigUInt64LE(sid === "user" ? user.readBigUInt64LE() : out.readBigUInt64LE(), 16 * index);
  }
  const made = calls.CreateRestrictedToken(token, DISABLE_MAX_PRIVILEGE, sids.length, disabled, 0, null, 0, null, out);
  must("CreateRestrictedToken", made);
  must("DuplicateToken", calls.DuplicateToken(out.readBigInt64LE(), SECURITY_IDENTIFICATION, out));
  const asked = out.readBigInt64LE();
  must("Convert…", calls.ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, 1, out, null));
  const mapping = Buffer.alloc(16);
  for (const [index, right] of FILE_MAPPING.entries()) mapping.writeUInt32LE(right, 4 * index);
  const [privileges, size, granted, status] = [Buffer.alloc(256), Buffer.alloc(4), Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32LE(privileges.length);
  const descriptor = out.readBigUInt64LE();
  must("AccessCheck", calls.AccessCheck(descriptor, asked, access, mapping, privileges, size, granted, status));
  return status.readInt32LE() !== 0;
}

function bind() {
  const [advapi32, kernel32] = [koffi.load("advapi32.dll"), koffi.load("kernel32.dll")];
  return {
    OpenProcessToken: advapi32.func("int __stdcall OpenProcessToken(intptr_t process, uint32_t access, void *token)"),
    GetTokenInformation: advapi32.func(
      "int __stdcall GetTokenInformation(intptr_t token, int what, void *to, uint32_t size, void *needed)",
    ),
    ConvertStringSidToSidW: advapi32.func("int __stdcall ConvertStringSidToSidW(str16 text, void *sid)"),
    CreateRestrictedToken: advapi32.func(
      "int __stdcall CreateRestrictedToken(intptr_t token, uint32_t flags, uint32_t n, void *disabled, uint32_t m, void *privileges, uint32_t k, void *restricted, void *out)",
    ),
    DuplicateToken: advapi32.func("int __stdcall DuplicateToken(intptr_t token, int level, void *out)"),
    ConvertStringSecurityDescriptorToSecurityDescriptorW: advapi32.func(
      "int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32_t revision, void *descriptor, void *size)",
    ),
    AccessCheck: advapi32.func(
      "int __stdcall AccessCheck(void *descriptor, intptr_t token, uint32_t access, void *mapping, void *privileges, void *size, void *granted, void *status)",
    ),
    GetLastError: kernel32.func("uint32_t __stdcall GetLastError()"),
  };
}
