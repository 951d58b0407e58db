import type { WindowsMachine } from "../support/registry-tree.ts";

export interface WindowsCase {
  readonly pass?: WindowsMachine;
  readonly fail: WindowsMachine;
  /** Key and value that decide: spoilt by the tests. */
  readonly source?: readonly [string, string];
}

const bios = "HARDWARE\\DESCRIPTION\\System\\BIOS";
const processor = (n: number): string => `HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\${n}`;
const secureBoot = "SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State";
const bitLocker = "SYSTEM\\CurrentControlSet\\Control\\BitLockerStatus";
const policy = "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
const updates = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update";
const components = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing";
const uefi = "SYSTEM\\CurrentControlSet\\Enum\\UEFI";

export const firewallKeys = (domain: number, standard: number, open: number): WindowsMachine["keys"] => ({
  [`${policy}\\DomainProfile`]: { EnableFirewall: domain },
  [`${policy}\\StandardProfile`]: { EnableFirewall: standard },
  [`${policy}\\PublicProfile`]: { EnableFirewall: open },
});
export const microcode = (...revisions: number[]): WindowsMachine => ({
  keys: Object.fromEntries(
    revisions.map((revision, n) => {
      const value = Buffer.alloc(8);
      value.writeUInt32LE(revision, 4);
      return [processor(n), { "Update Revision": value }];
    }),
  ),
});

/** Each check of a Windows PC that has a rule: a machine in which it passes, and one in which it fails. */
export const windowsCases: Readonly<Record<string, WindowsCase>> = {
  "host.bios": {
    source: [bios, "BIOSVersion"],
    pass: {
      keys: { [bios]: { BIOSVersion: "N3AET75W (1.40 )", BIOSVendor: "LENOVO", BIOSReleaseDate: "03/05/2024" } },
    },
    fail: { keys: { [bios]: { BIOSVersion: "Default string" } } },
  },
  "org.fwupd.hsi.Bios.CapsuleUpdates": {
    pass: { keys: { [`${uefi}\\RES_{2c6d9d1c-1b6c-4d5e-9f4f-0d2a8a0c9e55}`]: {} } },
    fail: { keys: { "SYSTEM\\CurrentControlSet\\Enum\\ACPI": {} } },
  },
  "org.fwupd.hsi.Uefi.SecureBoot": {
    source: [secureBoot, "UEFISecureBootEnabled"],
    pass: { keys: { [secureBoot]: { UEFISecureBootEnabled: 1 } } },
    fail: { keys: { [secureBoot]: { UEFISecureBootEnabled: 0 } } },
  },
  "org.fwupd.hsi.Tpm.Version20": { pass: { keys: {}, tpm: 2 }, fail: { keys: {}, tpm: 1 } },
  "host.microcode": { source: [processor(0), "Update Revision"], fail: microcode(0x433, 0x432) },
  "host.diskEncryption": {
    source: [bitLocker, "BootStatus"],
    pass: { keys: { [bitLocker]: { BootStatus: 1 } } },
    fail: { keys: { [bitLocker]: { BootStatus: 0 } } },
  },
  "host.firewall": {
    source: [`${policy}\\PublicProfile`, "EnableFirewall"],
    pass: { keys: firewallKeys(1, 1, 1) },
    fail: { keys: firewallKeys(1, 1, 0) },
  },
  "host.antivirus": { pass: { keys: {}, antivirus: 0 }, fail: { keys: {}, antivirus: 2 } },
  "host.restart": {
    pass: { keys: { [updates]: {}, [components]: {} } },
    fail: { keys: { [updates]: {}, [`${components}\\RebootPending`]: {} } },
  },
};
