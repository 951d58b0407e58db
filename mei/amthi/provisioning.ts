import {
  array,
  bytes,
  countedText,
  flag,
  flagBefore,
  oneOf,
  repeat,
  rest,
  secretCountedText,
  struct,
  text,
  u8,
  u16,
  u32,
} from "../wire/index.ts";
import { amthi } from "./frame.ts";

/** Hash algorithm numbers of 0x2D, 0x50 and 0x8B (rpc.md 2.5; amt-mei.js reads 3 as SHA-512, Intel's guide says SHA-384). */
export const hashAlgorithms = { md5: 0, sha1: 1, sha256: 2, sha384: 3, sha224: 4, sha512: 5 } as const;

export const unprovision = amthi(0x10, {
  name: "unprovision",
  title: "Return AMT to factory settings (only from client control mode)",
  effect: "change",
  request: { mode: oneOf(u32, { none: 0, enterprise: 1 }) },
  // Intel's guide ends the reply after the status, rpc-go reads a u32 behind it; no recorded bytes: both are accepted.
  reply: { state: repeat(0, 1, u32) },
  source: "lms.md 2.3, rpc.md 2.5; guide: CFG_Unprovision (mode ignored)",
});

export const getProvisioningState = amthi(0x11, {
  name: "getProvisioningState",
  title: "Is AMT set up: before, during or after provisioning",
  effect: "read",
  request: {},
  reply: { state: oneOf(u32, { pre: 0, in: 1, post: 2 }) },
  source: "lms.md 2.3, golden amthi-11-provstate-p50",
  golden: [
    {
      from: "AMT 11.8.93 build 4323, ThinkPad P50 (golden amthi-11-provstate-p50)",
      seen: "recorded",
      request: {},
      requestHex: "010100001100000400000000",
      reply: { state: "pre" },
      replyHex: "0101000011008004080000000000000000000000",
    },
  ],
});

export const getProvisioningMode = amthi(0x08, {
  name: "getProvisioningMode",
  title: "Legacy provisioning mode",
  effect: "read",
  request: {},
  reply: {
    mode: oneOf(u32, { none: 0, enterprise: 1, smallBusiness: 2, remoteAssist: 3 }),
    legacy: flag(u32),
  },
  source: "presence-posture.md 4.1",
});

export const getControlMode = amthi(0x6b, {
  name: "getControlMode",
  title: "Who controls AMT: nobody, client or admin control mode",
  effect: "read",
  request: {},
  reply: { mode: oneOf(u32, { none: 0, client: 1, admin: 2 }) },
  source: "rpc.md 2.5",
});

export const startConfiguration = amthi(0x29, {
  name: "startConfiguration",
  title: "Open the remote-configuration window (AMT before 6)",
  effect: "change",
  request: {},
  reply: {},
  source: "presence-posture.md 4.1; guide: CFG_StartConfiguration",
});

export const stopConfiguration = amthi(0x5e, {
  name: "stopConfiguration",
  title: "Leave the state 'in provisioning'",
  effect: "change",
  request: {},
  reply: {},
  source: "rpc.md 2.5, presence-posture.md 4.1",
});

export const generateRngSeed = amthi(0x28, {
  name: "generateRngSeed",
  title: "Make the random seed that remote configuration needs",
  effect: "change",
  request: {},
  reply: {},
  source: "presence-posture.md 4.1 names it only; no payload is known (guessed empty)",
});

export const getRngSeedStatus = amthi(0x2e, {
  name: "getRngSeedStatus",
  title: "Does the random seed exist",
  effect: "read",
  request: {},
  reply: { status: oneOf(u32, { exists: 0, inProgress: 1, missing: 2 }) },
  source: "presence-posture.md 4.1 names it only; the reply's u32 and its numbers are guessed",
});

export const setOneTimePassword = amthi(0x2a, {
  name: "setOneTimePassword",
  title: "Set the one-time password of remote configuration",
  effect: "change",
  request: { password: secretCountedText(u16, 32) },
  reply: {},
  source: "guide: CFG_SetProvisioningServerOTP; 32 characters as bound is guessed",
});

export const getProvisioningTlsMode = amthi(0x2b, {
  name: "getProvisioningTlsMode",
  title: "TLS method that remote configuration would use",
  effect: "read",
  request: {},
  reply: { mode: oneOf(u32, { notReady: 0, psk: 1, pki: 2 }) },
  source: "presence-posture.md 4.1 names it only; numbers guessed (the WMI provider maps 1 to PKI, 2 to PSK)",
});

export const setPkiDnsSuffix = amthi(0x2f, {
  name: "setPkiDnsSuffix",
  title: "Set the DNS suffix that the provisioning certificate must match",
  effect: "change",
  request: { suffix: countedText(u16, 223) },
  reply: {},
  source: "guide: CFG_SetPkiFQDNSuffix (up to 223 bytes)",
});

export const getPkiDnsSuffix = amthi(0x36, {
  name: "getPkiDnsSuffix",
  title: "DNS suffix that the provisioning certificate must match",
  effect: "read",
  request: {},
  reply: { suffix: countedText(u16, 1000) },
  source: "lms.md 2.3, rpc.md 2.5 (rpc-go's buffer is 1000 bytes)",
});

export const getZeroTouchEnabled = amthi(0x30, {
  name: "getZeroTouchEnabled",
  title: "Is remote (zero-touch) configuration allowed",
  effect: "read",
  request: {},
  reply: { enabled: flag(u32) },
  source: "lms.md 2.3",
});

export const getEhbcState = amthi(0x84, {
  name: "getEhbcState",
  title: "Embedded host-based configuration: admin control mode from the host without a certificate",
  effect: "read",
  request: {},
  reply: { enabled: flag(u32) },
  source: "presence-posture.md 4.1",
});

export const startConfigurationHostBased = amthi(0x8b, {
  name: "startConfigurationHostBased",
  title: "Begin secure host-based configuration (mutual TLS on the local port)",
  effect: "change",
  request: {
    serverHashAlgorithm: oneOf(u8, hashAlgorithms),
    serverCertificateHash: bytes(64),
    // Intel's guide and MeshAgent: AMT_BOOLEAN (4 bytes); rpc-go packs 1. No recorded bytes: 4 are sent, both are read.
    hostVpn: flagBefore(324),
    suffixListLength: u32,
    suffixes: text(320),
  },
  // rpc-go reads 64 bytes of hash, MeshAgent 32 or 48 by algorithm.
  reply: { hashAlgorithm: oneOf(u8, hashAlgorithms), amtCertificateHash: rest(20, 64) },
  source: "rpc.md 2.8, presence-posture.md 4.1; guide: CFG_StartConfigurationHBased",
});

export const getConfigurationServer = amthi(0x4e, {
  name: "getConfigurationServer",
  title: "Configuration server that AMT would call",
  effect: "read",
  request: {},
  reply: { port: u16, address: text(46), fqdn: countedText(u16, 256) },
  source: "lms.md 2.3",
});

const systemTime = struct({ year: u16, month: u16, dayOfWeek: u16, day: u16, hour: u16, minute: u16, second: u16 });

export const getSetupAuditRecord = amthi(0x50, {
  name: "getSetupAuditRecord",
  title: "How, when and by whom AMT was set up",
  effect: "read",
  request: {},
  reply: {
    // LMS' WMI provider: 1 PKI, 2 PSK; the AMTHI enum of the same name is not documented.
    tlsMode: oneOf(u8, { notReady: 0, pki: 1, psk: 2 }),
    secureDns: flag(u32),
    hostInitiated: flag(u32),
    hashAlgorithm: oneOf(u32, hashAlgorithms),
    hash: bytes(64),
    caSerials: array(3, bytes(16)),
    additionalCaSerials: flag(u32),
    oemDefault: flag(u32),
    timeValid: flag(u32),
    serverAddress: text(46),
    time: systemTime,
    serverFqdn: countedText(u16, 256),
  },
  source: "lms.md 2.3.3",
});
