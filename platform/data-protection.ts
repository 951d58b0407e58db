import { loadCrypt32, transform } from "./native/crypt32.ts";

/** What the operating system does to a secret so that a file of it is of no use elsewhere. */
export interface DataProtection {
  /** Rejects NoWin32Error, WindowsError. */
  protect(bytes: Buffer): Promise<Buffer>;
  /** Rejects WindowsError also for what another user, or another machine, protected. */
  unprotect(bytes: Buffer): Promise<Buffer>;
}

/** DPAPI, for the user that this process runs as: nobody else, on no other machine (the profile's keys roam where profiles do). */
export const windowsDataProtection: DataProtection = {
  protect: async (bytes) => transform("CryptProtectData", bytes, await loadCrypt32()),
  unprotect: async (bytes) => transform("CryptUnprotectData", bytes, await loadCrypt32()),
};

/** Windows has it in itself; on Linux systemd-creds is a program, and its caller's to run. */
export const dataProtection = (): DataProtection | undefined =>
  process.platform === "win32" ? windowsDataProtection : undefined;
