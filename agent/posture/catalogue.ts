/** Which part of the report a check is in. */
export type Part = "firmware" | "amt" | "host";

export interface Known {
  readonly part: Part;
  /** As fwupd counts: 1 critical, 2 important, 3 theoretical, 4 system protection. Null: has no level there, or is for information. */
  readonly severity: 1 | 2 | 3 | 4 | null;
}
const firmware = (severity: Known["severity"]): Known => ({ part: "firmware", severity });
const amt = (severity: Known["severity"]): Known => ({ part: "amt", severity });
const host = (severity: Known["severity"]): Known => ({ part: "host", severity });

/** Every check there is, in the order of the report. Their words are in agent/api/posture-texts.ts. */
export const catalogue = {
  "me.workingState": firmware(2),
  "me.operationMode": firmware(1),
  "org.fwupd.hsi.Mei.ManufacturingMode": firmware(1),
  "org.fwupd.hsi.Mei.OverrideStrap": firmware(1),
  "org.fwupd.hsi.Mei.Version": firmware(1),
  "me.supported": firmware(1),
  "me.productionSigned": firmware(1),
  "me.flashOverride": firmware(1),
  "me.endOfPost": firmware(1),
  "org.fwupd.hsi.IntelBootguard.Enabled": firmware(2),
  "org.fwupd.hsi.IntelBootguard.Verified": firmware(2),
  "org.fwupd.hsi.IntelBootguard.Acm": firmware(2),
  "org.fwupd.hsi.IntelBootguard.Policy": firmware(3),
  "org.fwupd.hsi.IntelBootguard.Otp": firmware(2),
  "me.bootGuardProfile": firmware(2),
  "me.measuredBoot": firmware(3),
  "amt.state": amt(2),
  "amt.tls.remote": amt(1),
  "amt.tls.local": amt(2),
  "amt.tls.ports": amt(null),
  "amt.tls.mutual": amt(3),
  "amt.userConsent": amt(2),
  "amt.redirection": amt(3),
  "amt.kvm": amt(2),
  "amt.webui": amt(3),
  "amt.ping": amt(4),
  "amt.privacyLevel": amt(3),
  "amt.trustedHashes": amt(2),
  "amt.pkiDnsSuffix": amt(3),
  "amt.zeroTouch": amt(2),
  "amt.passwordModel": amt(2),
  "amt.mebxDefault": amt(1),
  "amt.auditLog": amt(3),
  "amt.cira": amt(3),
  "amt.envDetection": amt(4),
  "amt.wifi": amt(2),
  "amt.8021x": amt(null),
  "amt.certs": amt(2),
  "amt.acl": amt(3),
  "amt.lms": amt(2),
  "amt.presence": amt(3),
  "host.bios": host(null),
  "org.fwupd.hsi.Bios.CapsuleUpdates": host(1),
  "org.fwupd.hsi.Uefi.SecureBoot": host(1),
  "org.fwupd.hsi.Tpm.Version20": host(1),
  "org.fwupd.hsi.Tpm.EmptyPcr": host(1),
  "org.fwupd.hsi.Iommu": host(2),
  "host.microcode": host(2),
  "host.cpuMitigations": host(2),
  "org.fwupd.hsi.Kernel.Lockdown": host(null),
  "org.fwupd.hsi.Kernel.Tainted": host(null),
  "org.fwupd.hsi.Kernel.Swap": host(null),
  "host.diskEncryption": host(2),
  "host.firewall": host(2),
  "host.antivirus": host(3),
  "host.updates": host(2),
  "host.restart": host(3),
} as const satisfies Readonly<Record<string, Known>>;
export type CheckId = keyof typeof catalogue;

export const isCheckId = (id: string): id is CheckId => Object.hasOwn(catalogue, id);
