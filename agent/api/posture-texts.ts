import { text } from "./phrase.ts";

/** What a posture report says: what each check asks, what to do where it fails, and why something is not known. */
export const postureTexts = {
  "posture.virtual": text<{ title: string }>(({ title }) => `${title}, on a virtual ME`),

  // Firmware
  "posture.check.org.fwupd.hsi.Mei.ManufacturingMode": text(() => "The ME's manufacturing mode"),
  "posture.check.org.fwupd.hsi.Mei.ManufacturingMode.remedy": text(
    () => "Only the PC's maker can close it: install the newest BIOS, then ask the maker.",
  ),
  "posture.check.org.fwupd.hsi.Mei.OverrideStrap": text(() => "Jumper that overrides the flash protection"),
  "posture.check.org.fwupd.hsi.Mei.OverrideStrap.remedy": text(
    () => "Take the service jumper (flash descriptor override) off the mainboard.",
  ),
  "posture.check.org.fwupd.hsi.Mei.Version": text(() => "Version of the ME's firmware against known minimum versions"),
  "posture.check.org.fwupd.hsi.Mei.Version.remedy": text(
    () => "Install the newest BIOS or ME update of the PC's maker.",
  ),
  "posture.check.org.fwupd.hsi.IntelBootguard.Enabled": text(() => "Protection of the start by Intel Boot Guard"),
  "posture.check.org.fwupd.hsi.IntelBootguard.Enabled.remedy": text(
    () => "Boot Guard is fused by the PC's maker; nobody can switch it on afterwards.",
  ),
  "posture.check.org.fwupd.hsi.IntelBootguard.Verified": text(() => "Boot Guard's verification of the BIOS's start"),
  "posture.check.org.fwupd.hsi.IntelBootguard.Verified.remedy": text(
    () => "Boot Guard is fused by the PC's maker; install the newest BIOS, then ask the maker.",
  ),
  "posture.check.org.fwupd.hsi.IntelBootguard.Acm": text(() => "Boot Guard's own code (ACM)"),
  "posture.check.org.fwupd.hsi.IntelBootguard.Acm.remedy": text(
    () => "Boot Guard is fused by the PC's maker; install the newest BIOS, then ask the maker.",
  ),
  "posture.check.org.fwupd.hsi.IntelBootguard.Policy": text(
    () => "What Boot Guard does with a BIOS that it cannot verify",
  ),
  "posture.check.org.fwupd.hsi.IntelBootguard.Policy.remedy": text(
    () => "The policy is fused by the PC's maker; ask which one this model has.",
  ),
  "posture.check.org.fwupd.hsi.IntelBootguard.Otp": text(() => "Lock of the chipset's fuses"),
  "posture.check.org.fwupd.hsi.IntelBootguard.Otp.remedy": text(
    () => "Only the PC's maker can lock them: install the newest BIOS, then ask the maker.",
  ),
  "posture.check.me.workingState": text(() => "The ME's working state"),
  "posture.check.me.workingState.remedy": text(
    () => "Switch the PC off and unplug it for a minute; if it stays, install the newest BIOS.",
  ),
  "posture.check.me.operationMode": text(() => "The ME's operation mode"),
  "posture.check.me.operationMode.remedy": text(() => "Restart the PC; if it stays, ask the PC's maker."),
  "posture.check.me.bootGuardProfile": text(() => "Boot Guard's profile"),
  "posture.check.me.bootGuardProfile.remedy": text(
    () => "The profile is fused by the PC's maker; nobody can change it.",
  ),
  "posture.check.me.measuredBoot": text(() => "Boot Guard's measurement of the BIOS's start"),
  "posture.check.me.measuredBoot.remedy": text(() => "The profile is fused by the PC's maker; nobody can change it."),
  "posture.check.me.flashOverride": text(() => "Protection of the ME's flash from this PC's programs"),
  "posture.check.me.flashOverride.remedy": text(() => "Restart the PC; if it stays, ask the PC's maker."),
  "posture.check.me.endOfPost": text(() => "The BIOS's word to the ME that it is done (end of POST)"),
  "posture.check.me.endOfPost.remedy": text(
    () => "Install the newest BIOS: without it the ME takes privileged commands.",
  ),
  "posture.check.me.productionSigned": text(() => "Signature of the ME's firmware: production or development"),
  "posture.check.me.productionSigned.remedy": text(
    () => "Install the BIOS of the PC's maker: this one is for development.",
  ),
  "posture.check.me.supported": text(() => "Security updates by Intel for this ME"),
  "posture.check.me.supported.remedy": text(
    () => "Switch AMT off in the BIOS extension (MEBx), keep the PC off untrusted networks, and plan its replacement.",
  ),

  // AMT
  "posture.check.amt.state": text(() => "State of AMT's setup"),
  "posture.check.amt.state.remedy": text(
    () => "Finish it (amt-agent activate) or leave it (amt-agent stop-configuration).",
  ),
  "posture.check.amt.tls.remote": text(() => "TLS between AMT and the network"),
  "posture.check.amt.tls.remote.remedy": text(() => "amt-agent configure tls --mode server"),
  "posture.check.amt.tls.local": text(() => "TLS between AMT and this PC's programs"),
  "posture.check.amt.tls.local.remedy": text(() => "amt-agent configure tls --mode server"),
  "posture.check.amt.tls.ports": text(() => "What AMT says of its ports without TLS"),
  "posture.check.amt.tls.ports.remedy": text(
    () => "Nothing is judged by it: its two descriptions contradict each other.",
  ),
  "posture.check.amt.tls.mutual": text(() => "Certificate asked of whoever connects to AMT"),
  "posture.check.amt.tls.mutual.remedy": text(
    () => "Switch mutual TLS on, with the root of the management server's certificate.",
  ),
  "posture.check.amt.userConsent": text(() => "The user's consent before somebody sees the screen"),
  "posture.check.amt.userConsent.remedy": text(() => "amt-agent configure features --user-consent all"),
  "posture.check.amt.redirection": text(() => "Remote disks and the remote text console"),
  "posture.check.amt.redirection.remedy": text(
    () => "If nobody uses them: amt-agent configure features --no-sol --no-usbr",
  ),
  "posture.check.amt.kvm": text(() => "Protection of the shared screen by TLS and consent"),
  "posture.check.amt.kvm.remedy": text(() => "Switch port 5900 off and consent on in AMT's KVM settings."),
  "posture.check.amt.webui": text(() => "AMT's own web pages"),
  "posture.check.amt.webui.remedy": text(() => "Switch the web user interface off in AMT."),
  "posture.check.amt.ping": text(() => "AMT's answer to pings"),
  "posture.check.amt.ping.remedy": text(() => "Switch ping and RMCP replies off in AMT's general settings."),
  "posture.check.amt.privacyLevel": text(() => "AMT's privacy level"),
  "posture.check.amt.privacyLevel.remedy": text(
    () => "Set the privacy level to Enhanced in the BIOS extension (MEBx).",
  ),
  "posture.check.amt.trustedHashes": text(() => "Roots that AMT trusts for remote setup"),
  "posture.check.amt.trustedHashes.remedy": text(
    () => "Switch the others off in the BIOS extension (MEBx): whoever has a certificate of theirs can set AMT up.",
  ),
  "posture.check.amt.pkiDnsSuffix": text(() => "DNS suffix for remote setup"),
  "posture.check.amt.pkiDnsSuffix.remedy": text(() => "Remove it in the BIOS extension (MEBx) if it is not yours."),
  "posture.check.amt.zeroTouch": text(() => "Setup of AMT over the network by others"),
  "posture.check.amt.zeroTouch.remedy": text(
    () => "Set AMT up yourself, or switch remote configuration off in the BIOS extension (MEBx).",
  ),
  "posture.check.amt.passwordModel": text(() => "AMT's network password beside the BIOS extension's"),
  "posture.check.amt.passwordModel.remedy": text(() => "Give AMT a password of its own: amt-agent configure password"),
  "posture.check.amt.mebxDefault": text(() => "Default password of the BIOS extension (MEBx)"),
  "posture.check.amt.mebxDefault.remedy": text(
    () => "It is never tried here. Enter MEBx yourself and change it, if it is still the default.",
  ),
  "posture.check.amt.auditLog": text(() => "AMT's audit log and its room"),
  "posture.check.amt.auditLog.remedy": text(
    () => "Enable it with an auditor's account, and read it out when it is full.",
  ),
  "posture.check.amt.cira": text(() => "AMT's connections to a server outside"),
  "posture.check.amt.cira.remedy": text(() => "If the server is not yours: amt-agent configure cira off"),
  "posture.check.amt.envDetection": text(() => "How AMT tells its own network from others"),
  "posture.check.amt.envDetection.remedy": text(
    () => "Name the home domains, so that AMT connects outside only from elsewhere.",
  ),
  "posture.check.amt.wifi": text(() => "Encryption of AMT's wireless profiles"),
  "posture.check.amt.wifi.remedy": text(() => "Replace the profiles that are not: amt-agent configure wifi"),
  "posture.check.amt.8021x": text(() => "802.1X on AMT's wired port"),
  "posture.check.amt.8021x.remedy": text(() => "Where the network asks for it: amt-agent configure wired"),
  "posture.check.amt.certs": text(() => "Validity and keys of AMT's certificates"),
  "posture.check.amt.certs.remedy": text(() => "Renew those that are not, and remove those that nobody uses."),
  "posture.check.amt.acl": text(() => "Users beside admin with every right in AMT"),
  "posture.check.amt.acl.remedy": text(() => "Take the administration realm from the others."),
  "posture.check.amt.lms": text(() => "Known weaknesses of Intel's LMS"),
  "posture.check.amt.lms.remedy": text(() => "Update Intel's LMS, or remove it: amt-agent does what it does."),
  "posture.check.amt.presence": text(() => "Programs that AMT watches"),
  "posture.check.amt.presence.remedy": text(() => "Start what does not run: amt-agent presence list shows it."),

  // This PC
  "posture.check.org.fwupd.hsi.Uefi.SecureBoot": text(() => "Secure Boot in the firmware"),
  "posture.check.org.fwupd.hsi.Uefi.SecureBoot.remedy": text(() => "Switch Secure Boot on in the firmware settings."),
  "posture.check.org.fwupd.hsi.Tpm.Version20": text(() => "Security chip (TPM 2.0)"),
  "posture.check.org.fwupd.hsi.Tpm.Version20.remedy": text(
    () => "Switch the TPM (Intel PTT) on in the firmware settings.",
  ),
  "posture.check.org.fwupd.hsi.Tpm.EmptyPcr": text(() => "The firmware's measurements in the TPM"),
  "posture.check.org.fwupd.hsi.Tpm.EmptyPcr.remedy": text(() => "Install the newest BIOS: it does not use the TPM."),
  "posture.check.org.fwupd.hsi.Kernel.Lockdown": text(() => "Lockdown of the kernel"),
  "posture.check.org.fwupd.hsi.Kernel.Lockdown.remedy": text(
    () => "Switch Secure Boot on, or start the kernel with lockdown=integrity.",
  ),
  "posture.check.org.fwupd.hsi.Kernel.Tainted": text(() => "Foreign or faulty code in the kernel"),
  "posture.check.org.fwupd.hsi.Kernel.Tainted.remedy": text(
    () => "See which modules are not the distribution's: dmesg names them.",
  ),
  "posture.check.org.fwupd.hsi.Kernel.Swap": text(() => "Encryption of swap"),
  "posture.check.org.fwupd.hsi.Kernel.Swap.remedy": text(() => "Put swap on an encrypted volume."),
  "posture.check.org.fwupd.hsi.Iommu": text(() => "Protection of memory from devices (IOMMU)"),
  "posture.check.org.fwupd.hsi.Iommu.remedy": text(() => "Switch VT-d on in the firmware settings."),
  "posture.check.org.fwupd.hsi.Bios.CapsuleUpdates": text(() => "Updates of the BIOS from the operating system"),
  "posture.check.org.fwupd.hsi.Bios.CapsuleUpdates.remedy": text(
    () => "Switch UEFI capsule updates on in the firmware settings, if they are there.",
  ),
  "posture.check.host.bios": text(() => "Maker and version of the BIOS"),
  "posture.check.host.bios.remedy": text(() => "Install the BIOS of the PC's maker: this one names no version."),
  "posture.check.host.cpuMitigations": text(() => "Mitigation of the processor's known weaknesses"),
  "posture.check.host.cpuMitigations.remedy": text(
    () => "Install kernel and microcode updates; look for mitigations=off on the kernel's command line.",
  ),
  "posture.check.host.microcode": text(() => "The processor's microcode"),
  "posture.check.host.microcode.remedy": text(() => "Install the package intel-microcode, or the newest BIOS."),
  "posture.check.host.diskEncryption": text(() => "Encryption of the system's disk"),
  "posture.check.host.diskEncryption.remedy": text(
    () => "Encrypt it: by LUKS (at installation, or with cryptsetup reencrypt), on Windows by BitLocker.",
  ),
  "posture.check.host.firewall": text(() => "Firewall for what comes in"),
  "posture.check.host.firewall.remedy": text(
    () => "Switch one on: ufw enable, or systemctl enable --now firewalld; on Windows in Windows Security.",
  ),
  "posture.check.host.antivirus": text(() => "Installed protection programs"),
  "posture.check.host.antivirus.remedy": text(
    () => "It does not run, or is not up to date: start it, on Windows in Windows Security.",
  ),
  "posture.check.host.updates": text(() => "Waiting updates of the system"),
  "posture.check.host.updates.remedy": text(() => "Install them: apt upgrade"),
  "posture.check.host.restart": text(() => "Restart that an installed update waits for"),
  "posture.check.host.restart.remedy": text(() => "Restart the PC."),

  // Why something is not known, or not asked
  "posture.reason.busy": text<{ detail: string }>(({ detail }) => `another program holds it (${detail})`),
  "posture.reason.conflicting-sources": text<{ detail: string }>(({ detail }) => `the sources disagree: ${detail}`),
  "posture.reason.eperm": text<{ detail: string }>(({ detail }) => `no permission (${detail})`),
  "posture.reason.login": text<{ detail: string }>(({ detail }) => `AMT was not logged in to (${detail})`),
  "posture.reason.malformed": text<{ detail: string }>(({ detail }) => `what was read makes no sense (${detail})`),
  "posture.reason.no-amt": text<{ detail: string }>(({ detail }) => `this ME has no AMT (${detail})`),
  "posture.reason.no-data": text<{ detail: string }>(({ detail }) => `nothing says so (${detail})`),
  "posture.reason.no-driver": text<{ detail: string }>(({ detail }) => `no driver (${detail})`),
  "posture.reason.no-firmware": text<{ detail: string }>(({ detail }) => detail),
  "posture.reason.no-program": text<{ detail: string }>(({ detail }) => detail),
  "posture.reason.no-rule": text<{ detail: string }>(({ detail }) => `not to be judged: ${detail}`),
  "posture.reason.not-here": text<{ detail: string }>(({ detail }) => `does not apply here: ${detail}`),
  "posture.reason.not-set-up": text<{ detail: string }>(({ detail }) => `AMT is not set up (${detail})`),
  "posture.reason.refused": text<{ detail: string }>(({ detail }) => `refused (${detail})`),
  "posture.reason.timeout": text<{ detail: string }>(({ detail }) => `no answer in time (${detail})`),
  "posture.reason.too-large": text<{ detail: string }>(({ detail }) => `too much to read (${detail})`),
  "posture.reason.unreachable": text<{ detail: string }>(({ detail }) => `could not be reached (${detail})`),
  "posture.reason.unsupported": text<{ detail: string }>(({ detail }) => `this firmware does not say (${detail})`),
  "posture.reason.untestable": text<{ detail: string }>(({ detail }) => detail),
} as const;
