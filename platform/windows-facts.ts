import { type Registry, windowsRegistry } from "./registry.ts";

/** What Windows says of the machine without a program being asked. Rejects RegistryError, WindowsError, NoWin32Error. */
export interface WindowsFacts {
  readonly registry: Registry;
  /** The BIOS's table, as `/sys/firmware/dmi/tables/DMI` has it. */
  smbios(): Promise<Buffer>;
  /** 1 (1.2) or 2 (2.0); undefined: there is none that Windows uses. */
  tpm(): Promise<number | undefined>;
  /** What the Security Center says: 0 good, 1 not monitored, 2 poor, 3 snoozing. */
  health(of: SecurityProvider): Promise<number>;
}
export type SecurityProvider = "firewall" | "antivirus";

/** WSC_SECURITY_PROVIDER (wscapi.h) */
const providers: Readonly<Record<SecurityProvider, number>> = { firewall: 1, antivirus: 4 };

/** Undefined anywhere but on Windows. Loads nothing before it is asked. */
export const windowsFacts = (): WindowsFacts | undefined =>
  process.platform === "win32"
    ? {
        registry: windowsRegistry,
        smbios: async () => (await import("./native/windows-system.ts")).rawSmbios(),
        tpm: async () => (await import("./native/windows-system.ts")).tpmGeneration(),
        health: async (of) => (await import("./native/windows-system.ts")).securityHealth(providers[of]),
      }
    : undefined;
