import { derived, synthetic } from "../fact.ts";
import type { ClientFacts, FirmwareVersion, LanFacts, Machine, MachineFacts } from "../machine.ts";

/** Limits of clients: AMTHI and MCHI as recorded by connects; the rest guessed, large enough for the client's largest reply. */
export const amthiLimits: ClientFacts = { maxMessage: 5120, version: 1, maxConnections: 1 };
const mchiLimits: ClientFacts = { maxMessage: 4096, version: 1, maxConnections: 1 };
const mkhiLimits: ClientFacts = { maxMessage: 2048, version: 1, maxConnections: 1 };
/** As MCHI's; one connection: a second owner gets EBUSY (lms.md 1.1). */
const lmeLimits: ClientFacts = { maxMessage: 4096, version: 1, maxConnections: 1 };
/** Version 2: firmware answers each start of the watchdog (presence-posture.md 1.11). */
const watchdogLimits: ClientFacts = { maxMessage: 64, version: 2, maxConnections: 1 };
const otherLimits: ClientFacts = { maxMessage: 4096, version: 1, maxConnections: 1 };
/** Ours: whoever wants to know whether the ME is virtual never has to wait. */
const markerLimits: ClientFacts = { maxMessage: 256, version: 1, maxConnections: 255 };

/** Without AMT there is neither AMTHI nor the watchdog (golden hbm-clients-a0e0). */
export const clientsWithoutAmt: Readonly<Record<string, ClientFacts>> = {
  mkhi: mkhiLimits,
  hotham: otherLimits,
  virtual: markerLimits,
};

/**
 * The clients by generation: P50 with AMT 11.8 and a Tiger Lake machine were listed (golden hbm-clients-*); firmware update by this
 * client only before 12 as Intel LMS uses it, although the newer list still has it; UPID from 15 is guessed.
 */
const clientsOf = (major: number): Readonly<Record<string, ClientFacts>> => ({
  ...clientsWithoutAmt,
  amthi: amthiLimits,
  watchdog: watchdogLimits,
  lme: lmeLimits,
  ...(major < 12 && { fwupdate: otherLimits }),
  ...(major >= 14 && { mchi: mchiLimits }),
  ...(major >= 15 && { upid: otherLimits }),
});

export const wiredLan = (mac: string, address: string): LanFacts => ({
  mac,
  enabled: true,
  linkUp: true,
  dhcp: true,
  dhcpMode: "passive",
  address,
  mask: address === "0.0.0.0" ? "0.0.0.0" : "255.255.255.0",
  gateway: address === "0.0.0.0" ? "0.0.0.0" : address.replace(/\d+$/, "1"),
  dns: address === "0.0.0.0" ? [] : [address.replace(/\d+$/, "1")],
});

/** Capability words (lms.md 2.5): with AMT bits 2, 14, 17, 18, 20, 21, 22 beside those of the recorded consumer word 0x31111940. */
export const withAmt = 0x31775944;
export const standardCapabilities = 0x31335944;

/** The eleven names of CIM_SoftwareIdentity (12.0.67 and 15.0.23); 11.8 has ten, without the last (golden.md 4.2). */
export function codeVersions(firmware: FirmwareVersion, sku: number): readonly (readonly [string, string])[] {
  const version = firmware.slice(0, 3).join(".");
  const build = String(firmware[3]);
  const ten = [
    ["Flash", version],
    ["Netstack", version],
    ["AMTApps", version],
    ["AMT", version],
    ["Sku", String(sku)],
    ["VendorID", "8086"],
    ["Build Number", build],
    ["Recovery Version", version],
    ["Recovery Build Num", build],
    ["Legacy Mode", "False"],
  ] as const;
  return firmware[0] >= 12 ? [...ten, ["AMT FW Core Version", version] as const] : ten;
}

interface Given {
  readonly name: string;
  readonly description: string;
  readonly mode: Machine["mode"];
  readonly firmware: FirmwareVersion;
  readonly sku: number;
  /** What is known of this machine, instead of what is usual. */
  readonly facts: Partial<MachineFacts>;
}

/** A machine from what is known of it; everything else as machines of its generation usually are, and marked as such. */
export function machine({ name, description, mode, firmware, sku, facts }: Given): Machine {
  const [major, minor] = firmware;
  const newInterface = major > 16 || (major === 16 && minor >= 1);
  const post = mode === "client control" || mode === "admin control";
  const operational =
    facts.operational ??
    derived("golden wd-changetoamt-80, -82 and wd-le14", {
      enabled: mode !== "disabled" && mode !== "no AMT",
      newInterface,
      bit5: false,
      tlsOnLocalPorts: false,
    });
  const mac = `02:00:5e:00:${(major % 100).toString(16).padStart(2, "0")}:${(sku % 251).toString(16).padStart(2, "0")}`;
  const usual: MachineFacts = {
    clients: derived(
      "golden hbm-clients-p50 and hbm-clients-a0e0, amthi-connect-a13a, mchi-connect-a0e0",
      clientsOf(major),
    ),
    firmware: derived("version and build of AMT", [firmware, firmware, firmware]),
    firmwareStatus: synthetic([0x9000_0245]),
    bios: synthetic("VIRTUAL1.BIN"),
    codeVersions: derived(
      "version, build and SKU in the recorded names (golden amthi-1a-codeversions-p50)",
      codeVersions(firmware, sku),
    ),
    uuid: synthetic(`8a1d7c00-51e5-4c0d-9b00-02005e00${(major * 256 + (sku % 251)).toString(16).padStart(4, "0")}`),
    provisioning: derived("the machine's mode", {
      state: post ? "post" : "pre",
      mode: mode === "client control" ? "client" : mode === "admin control" ? "admin" : "none",
    }),
    lme: synthetic(
      {
        ports: operational.value.tlsOnLocalPorts ? [16993, 664] : [16992, 623],
        window: major < 16 ? 4_096 : 65_536,
        slots: 8,
        authenticates: major < 16,
        dropsOnClose: false,
      },
      "ports and slots of rpc.md 4.3, no login on 16.1 (golden apf-pv-1611); windows and the generations are guessed",
    ),
    operational,
    wired: synthetic(wiredLan(mac, post ? "192.0.2.10" : "0.0.0.0")),
    wireless: derived("golden amtinfo-pr1094: no wireless interface", undefined),
    hashes: synthetic([]),
    security: synthetic({ tls: false, hardwareCrypto: true, firmwareUpdate: true }),
    features: synthetic({ sol: true, ider: true, kvm: true, webUi: true, eac: false }),
    power: synthetic("Desktop: ON in S0, ME Wake in S3, S4-5"),
    lastReset: synthetic({ me: "none", host: "other", hostTime: 0 }),
    fuses: synthetic({ crypto: true, flashProtection: true }),
    remoteAccess: derived("golden amtinfo-pr1094: outside the enterprise, trigger user", {
      network: "outside",
      server: "",
      trigger: "user",
      userFromBios: false,
      userFromOs: true,
    }),
    naming: synthetic({
      fqdn: "",
      shared: true,
      ddns: false,
      pkiSuffix: "",
      dhcpSuffix: "example.com",
      homeSuffixes: [],
    }),
    remoteSetup: synthetic({
      zeroTouch: true,
      ehbc: false,
      rngSeed: true,
      hostVpn: true,
      server: { port: 9971, address: "", fqdn: "" },
    }),
    setup: derived("the machine's mode", undefined),
    capable: derived("bits of lms.md 2.5 for AMT on the recorded consumer word", withAmt),
    capabilities: derived("bits of lms.md 2.5 for AMT on the recorded consumer word", {
      enabled: mode === "disabled" ? withAmt & ~4 : withAmt,
      available: withAmt,
    }),
    // Mobile, production signed, image full, brand AMT.
    platform: derived("bits of lms.md 2.5", 0x0000_1481),
    boot: synthetic({ endOfPost: true, coreBiosDone: true, measured: 0 }),
    image: synthetic({ type: 1, pmc: [major, 0, 0, 1000] }),
    flash: synthetic({ hostAccess: "locked", update: "enabled" }),
    files: derived("golden mchi-readfileex-40002300, -40005b00, -40005c00: a Tiger Lake machine's OEM key hashes", {
      1073750784: oemKeys,
      1073765120: oemKeys,
      1073765376: "00".repeat(48),
    }),
    upid: synthetic({
      supported: major >= 15,
      attestation: major >= 18,
      enabled: false,
      osControl: true,
      oemId: "",
      csmeId: `c5${major.toString(16).padStart(2, "0")}`.repeat(16),
    }),
    faultLog: synthetic("00".repeat(16)),
    mebx: synthetic([major, 0, 0, 4]),
  };
  return { name, description, version: firmware.join("."), mode, facts: { ...usual, ...facts } };
}
const oemKeys = "f0d15263b354b01b2f32d95c5572eb3df49f516c343b890fe1929964995a554b12c7f2699f25a8cb66d8633c3542f226";
