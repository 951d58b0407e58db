import { prints, type Tree } from "../support/host-tree.ts";

export interface Case {
  /** Where it looks first; taken away, spoilt and so on by the tests. */
  readonly source: string;
  /** What is taken away, where that is more than the source. */
  readonly gone?: string;
  readonly pass: Tree;
  readonly fail: Tree;
  /** Why it is unknown without its source. */
  readonly missing: string;
  /** Why it is unknown where the source holds something else; undefined: any content means something. */
  readonly malformed?: string;
}

const efivar = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
const full = "A7".repeat(32);
const pcrs = (value: string): Tree =>
  Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`/sys/class/tpm/tpm0/pcr-sha256/${i}`, `${value}\n`]));
const mount = (device: string): string =>
  `21 1 0:20 / /proc rw - proc proc rw\n23 1 ${device} / / rw,relatime shared:1 - ext4 /dev/mapper/root rw\n`;
const root = "/sys/dev/block/254:0";
const swap = (...areas: string[]): string =>
  `Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n${areas.map((area) => `${area.padEnd(40)}partition\t8388604\t\t0\t\t-2\n`).join("")}`;
const vulnerable = "/sys/devices/system/cpu/vulnerabilities";
const process: Tree = { "/proc/1/comm": "systemd\n" };
const chain = (policy: string): string =>
  JSON.stringify({ nftables: [{ metainfo: {} }, { chain: { name: "INPUT", hook: "input", policy } }] });

/** Each check of this machine: a tree in which it passes, and one in which it fails. */
export const cases: Readonly<Record<string, Case>> = {
  "host.bios": {
    source: "/sys/class/dmi/id/bios_version",
    pass: { "/sys/class/dmi/id/bios_version": "N3AET75W (1.40 )\n", "/sys/class/dmi/id/bios_vendor": "LENOVO\n" },
    fail: { "/sys/class/dmi/id/bios_version": "Default string\n" },
    missing: "no-data",
  },
  "org.fwupd.hsi.Bios.CapsuleUpdates": {
    source: "/sys/firmware",
    pass: { "/sys/firmware/efi/esrt/entries/entry0/": "" },
    fail: { "/sys/firmware/efi/efivars/": "" },
    missing: "no-data",
  },
  "org.fwupd.hsi.Uefi.SecureBoot": {
    source: efivar,
    pass: { [efivar]: Buffer.from("0600000001", "hex") },
    fail: { [efivar]: Buffer.from("0600000000", "hex") },
    missing: "no-data",
    malformed: "malformed",
  },
  "org.fwupd.hsi.Iommu": {
    source: "/sys/class/iommu",
    pass: { "/sys/class/iommu/dmar0/": "" },
    fail: { "/sys/class/iommu/": "" },
    missing: "no-data",
  },
  "org.fwupd.hsi.Tpm.Version20": {
    source: "/sys/class/tpm",
    pass: { "/sys/class/tpm/tpm0/tpm_version_major": "2\n" },
    fail: { "/sys/class/tpm/tpm0/tpm_version_major": "1\n" },
    missing: "no-driver",
  },
  "org.fwupd.hsi.Tpm.EmptyPcr": {
    source: "/sys/class/tpm/tpm0/pcr-sha256/0",
    pass: pcrs(full),
    fail: { ...pcrs(full), "/sys/class/tpm/tpm0/pcr-sha256/0": `${"00".repeat(32)}\n` },
    missing: "no-data",
    malformed: "malformed",
  },
  "org.fwupd.hsi.Kernel.Lockdown": {
    source: "/sys/kernel/security/lockdown",
    pass: { "/sys/kernel/security/lockdown": "none [integrity] confidentiality\n" },
    fail: { "/sys/kernel/security/lockdown": "[none] integrity confidentiality\n" },
    missing: "no-data",
    malformed: "malformed",
  },
  "org.fwupd.hsi.Kernel.Tainted": {
    source: "/proc/sys/kernel/tainted",
    pass: { "/proc/sys/kernel/tainted": "512\n" },
    fail: { "/proc/sys/kernel/tainted": "4097\n" },
    missing: "no-data",
    malformed: "malformed",
  },
  "org.fwupd.hsi.Kernel.Swap": {
    source: "/proc/swaps",
    pass: {
      "/proc/swaps": swap("/dev/dm-1", "/dev/zram0"),
      "/sys/class/block/dm-1/dm/uuid": "LVM-x\n",
      "/sys/class/block/dm-1/slaves/dm-0/": "",
      "/sys/class/block/dm-0/dm/uuid": "CRYPT-LUKS2-0-x\n",
    },
    fail: { "/proc/swaps": swap("/dev/sda3"), "/sys/class/block/sda3/": "" },
    missing: "no-data",
    malformed: "malformed",
  },
  "host.cpuMitigations": {
    source: `${vulnerable}/meltdown`,
    gone: vulnerable,
    pass: { [`${vulnerable}/meltdown`]: "Mitigation: PTI\n", [`${vulnerable}/mds`]: "Not affected\n" },
    fail: { [`${vulnerable}/meltdown`]: "Vulnerable\n", [`${vulnerable}/mds`]: "Not affected\n" },
    missing: "no-data",
    malformed: "malformed",
  },
  "host.microcode": {
    source: "/proc/cpuinfo",
    pass: { "/proc/cpuinfo": "processor\t: 0\nmicrocode\t: 0x433\n", [`${vulnerable}/mds`]: "Not affected\n" },
    fail: {
      "/proc/cpuinfo": "processor\t: 0\nmicrocode\t: 0x433\n",
      [`${vulnerable}/mds`]: "Vulnerable: Clear CPU buffers attempted, no microcode; SMT vulnerable\n",
    },
    missing: "no-data",
    malformed: "no-data",
  },
  "host.diskEncryption": {
    source: "/proc/self/mountinfo",
    pass: {
      "/proc/self/mountinfo": mount("254:0"),
      [root]: { link: "../../devices/virtual/block/dm-0" },
      "/sys/class/block/dm-0/dm/uuid": "CRYPT-LUKS2-0-x\n",
    },
    fail: {
      "/proc/self/mountinfo": mount("254:0"),
      [root]: { link: "../../devices/pci0/block/sda/sda2" },
      "/sys/class/block/sda2/partition": "2\n",
    },
    missing: "no-data",
    malformed: "malformed",
  },
  "host.firewall": {
    source: "/programs/nft",
    pass: { ...process, "/programs/nft": prints(chain("drop")) },
    fail: { ...process, "/programs/nft": prints(JSON.stringify({ nftables: [] })) },
    missing: "no-program",
    malformed: "malformed",
  },
  "host.antivirus": {
    source: "/proc",
    pass: { ...process, "/proc/812/comm": "clamd\n", "/usr/sbin/clamd": "" },
    fail: { ...process, "/usr/sbin/clamd": "" },
    missing: "no-data",
  },
  "host.updates": {
    source: "/programs/apt-get",
    pass: { "/programs/apt-get": prints("0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.") },
    fail: {
      "/programs/apt-get": prints(
        "1 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\nInst libc6 [2.36-9] (2.36-10 Debian-Security:12/stable [amd64])",
      ),
    },
    missing: "no-program",
    malformed: "malformed",
  },
  "host.restart": {
    source: "/run",
    pass: { "/run/lock/": "" },
    fail: { "/run/reboot-required": "", "/run/reboot-required.pkgs": "linux-image-6.1\n" },
    missing: "no-data",
  },
};
