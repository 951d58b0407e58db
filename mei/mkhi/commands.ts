import { mchi } from "../clients.ts";
import type { Golden } from "../command.ts";
import {
  bits,
  countedBytes,
  exactly,
  type Fields,
  list,
  oneOf,
  repeat,
  reserved,
  type Struct,
  struct,
  text,
  u8,
  u16,
  u32,
} from "../wire/index.ts";
import { mkhi } from "./frame.ts";

/** One version: the kernel's reading (platform and major as bytes) is taken; LMS and coreboot read a u16 major, whose high byte is 0 on all recordings. */
const version = struct({ minor: u16, major: u8, platform: u8, build: u16, hotfix: u16 });

export const getFirmwareVersion = mkhi(0xff, 0x02, {
  name: "getFirmwareVersion",
  title: "ME firmware version: code, recovery, FITC",
  effect: "read",
  request: {},
  // LMS knows two blocks (20 bytes in all); ME 10 and 11 were recorded with three (28 bytes). ME 6 answers otherwise: refused.
  reply: { versions: repeat(1, 3, version) },
  source: "lms.md 2.5, posture.md 1.7, golden.md 4.14",
  golden: [
    {
      from: "CSME 11.0.0.1180, laptop 8086:A13A (golden mkhi-ff02-a13a)",
      seen: "recorded",
      request: {},
      requestHex: "ff020000",
      reply: {
        versions: Array.from({ length: 3 }, () => ({ minor: 0, major: 11, platform: 0, build: 1180, hotfix: 0 })),
      },
      replyHex: "ff82000000000b009c04000000000b009c04000000000b009c040000",
    },
  ],
});

const capabilities = bits(u32, {
  amt: 2,
  psr: 5,
  softCreek: 6,
  pavp: 12,
  remoteConnection: 14,
  ipv6: 17,
  kvm: 18,
  // coreboot and intelmetool call bit 20 VLAN; it is set on consumer ME 11 (golden.md 4.19).
  dal: 20,
  tls: 21,
  cila: 22,
});

/** GetRule: the rule id is asked for and echoed; the data is `length` bytes long, always 4 for these rules. */
const rule = <F extends Fields>(
  id: number,
  name: string,
  title: string,
  reply: F,
  golden: readonly Golden<object, Struct<F>>[] = [],
) =>
  mkhi(
    0x03,
    0x02,
    {
      name,
      title,
      effect: "read",
      request: { rule: exactly(u32, id) },
      reply: { rule: exactly(u32, id), length: exactly(u8, 4), ...reply },
      source: `lms.md 2.5 (rule ${id})`,
      golden: golden as never, // TypeScript cannot see that the echoed rule and length are not part of the value while F is open
    },
    { selector: id },
  );

const noCapabilities = {
  amt: false,
  psr: false,
  softCreek: false,
  pavp: false,
  remoteConnection: false,
  ipv6: false,
  kvm: false,
  dal: false,
  tls: false,
  cila: false,
};

export const getCapabilities = rule(0, "getCapabilities", "What this firmware could do", { capable: capabilities }, [
  {
    from: "CSME 11.0.0.1180, laptop 8086:A13A, consumer (golden mkhi-0302-a13a)",
    seen: "recorded",
    request: {},
    requestHex: "0302000000000000",
    reply: { capable: { ...noCapabilities, softCreek: true, pavp: true, dal: true, other: 0x3101_0900 } },
    replyHex: "03820000000000000440191131",
  },
]);
export const getEnabledFeatures = rule(32, "getEnabledFeatures", "What is switched on", { enabled: capabilities });
export const getAvailableFeatures = rule(39, "getAvailableFeatures", "What is available on this platform", {
  available: capabilities,
});
export const getFirmwareUpdateState = rule(7, "getFirmwareUpdateState", "May firmware be updated from the host", {
  state: oneOf(u32, { disabled: 0, enabled: 1, passwordProtected: 2 }),
});
export const getPlatformType = rule(29, "getPlatformType", "Platform, brand and image type", {
  platform: bits(u32, {
    mobile: 0,
    desktop: 1,
    server: 2,
    workstation: 3,
    pv: 5,
    superSku: 6,
    productionSigned: 7,
    imageType: [8, 4, { none: 0, ignition: 1, lite: 2, consumer: 3, corporate: 4, test: 15 }],
    brand: [12, 4, { none: 0, amt: 1, standardManageability: 2, level3: 3, rpat: 4, smallBusiness: 5 }],
    cpuType: [16, 4],
    chipset: [20, 4],
    cpuBrandClass: [24, 4],
    pchNetworkFuses: [28, 3],
  }),
});

export const getBootState = mkhi(0xff, 0x0a, {
  name: "getBootState",
  title: "Has the BIOS said 'end of POST' and 'core BIOS done'",
  effect: "read",
  request: {},
  reply: { state: bits(u32, { endOfPost: 0, coreBiosDone: 1 }), reserved: reserved(4) },
  source: "lms.md 2.5",
});

export const getImageType = mkhi(0xff, 0x18, {
  name: "getImageType",
  title: "Signing of the firmware image",
  effect: "read",
  request: {},
  reply: { type: u32 },
  source: "lms.md 2.5",
});

const imageModule = struct({
  name: text(12),
  major: u16,
  minor: u16,
  hotfix: u16,
  build: u16,
  vendor: u32,
  reserved: reserved(64),
});

export const getImageVersion = mkhi(0xff, 0x1c, {
  name: "getImageVersion",
  title: "Versions of one partition's modules, such as PMC",
  effect: "read",
  request: { partition: text(4) },
  reply: { modules: list(u32, 20, imageModule) },
  source: "lms.md 2.5 (LMS asks for PMCP; its count is not bounded there)",
});

export const getEopState = mkhi(0xff, 0x1d, {
  name: "getEopState",
  title: "End-of-POST state",
  effect: "read",
  request: {},
  reply: { state: u8, reserved: reserved(3) },
  source: "lms.md 2.5 (u32, low byte is the state)",
});

export const getMeasuredBootState = mkhi(0xff, 0x23, {
  name: "getMeasuredBootState",
  title: "Measured boot",
  effect: "read",
  request: {},
  reply: { state: u8 },
  source: "lms.md 2.5",
});

export const getHmrfpoStatus = mkhi(0x05, 0x03, {
  name: "getHmrfpoStatus",
  title: "Is the ME's flash region protected from the host",
  effect: "read",
  request: {},
  reply: { status: oneOf(u8, { disabled: 0, locked: 1, enabled: 2 }), reserved: reserved(3) },
  source: "posture.md 1.7; width of the reply guessed",
});

export const mchiReadFileEx = mkhi(
  0x0a,
  0x0a,
  {
    name: "mchiReadFileEx",
    title: "Read one of the files firmware shows to the host, such as the OEM key manifest hash",
    effect: "read",
    request: {
      file: u32,
      offset: u32,
      size: u32,
      flags: bits(u8, { nvarHash: 0, default: 1, emulation: 2, hardwareValue: 3, volatile: 4 }),
    },
    reply: { data: countedBytes(u32, 4096) },
    source: "lms.md 2.6, golden mchi-readfileex-*",
    golden: [
      {
        from: "CSME 15.x, ThinkPad Tiger Lake 8086:A0E0 (golden mchi-readfileex-40002300)",
        seen: "recorded",
        request: {
          file: 0x40002300,
          offset: 0,
          size: 64,
          flags: { nvarHash: false, default: false, emulation: false, hardwareValue: false, volatile: false, other: 0 },
        },
        requestHex: "0a0a000000230040000000004000000000",
        reply: {
          data: Buffer.from(
            "f0d15263b354b01b2f32d95c5572eb3df49f516c343b890fe1929964995a554b12c7f2699f25a8cb66d8633c3542f226",
            "hex",
          ),
        },
        replyHex:
          "0a8a000030000000f0d15263b354b01b2f32d95c5572eb3df49f516c343b890fe1929964995a554b12c7f2699f25a8cb66d8633c3542f226",
      },
    ],
  },
  { client: mchi },
);
