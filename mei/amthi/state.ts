import {
  bits,
  bytes,
  countedText,
  exactly,
  flag,
  list,
  oneOf,
  reserved,
  struct,
  tagged,
  text,
  u8,
  u16,
  u32,
  uuid,
} from "../wire/index.ts";
import { amthi } from "./frame.ts";

const linkStateId = Buffer.from("00000000000000000000000000000001", "hex");

export const getAmtState = amthi(0x0100_0001, {
  name: "getAmtState",
  title: "Link, fuses and last ME reset",
  effect: "read",
  request: { id: bytes(16) },
  reply: {
    id: bytes(16),
    count: exactly(u32, 5),
    linkUp: flag(u8),
    reserved: reserved(1),
    cryptoFuse: flag(u8),
    flashProtection: flag(u8),
    lastReset: oneOf(u8, { none: 0, me: 1, global: 2, exception: 3 }),
  },
  check: (asked, got) => (got.id.equals(asked.id) ? undefined : "the reply is about another identifier"),
  source: "lms.md 2.3.1",
});
/** The only identifier LMS asks `getAmtState` for. */
export const linkState = { id: linkStateId };

const version = struct({ name: countedText(u16, 20, { room: 20 }), version: countedText(u16, 20, { room: 20 }) });

export const getCodeVersions = amthi(0x1a, {
  name: "getCodeVersions",
  title: "BIOS, AMT version, build and SKU",
  effect: "read",
  request: {},
  reply: { bios: text(65), versions: list(u32, 50, version) },
  // Recorded: exactly `count` entries. rpc-go reads 50 whatever the count says (rpc.md 2.5), so unused ones may follow.
  tail: "keep",
  source: "lms.md 2.3, golden amthi-1a-codeversions-p50",
  golden: [
    {
      from: "AMT 11.8.93 build 4323, ThinkPad P50 (golden amthi-1a-codeversions-p50)",
      seen: "recorded",
      request: {},
      requestHex: "010100001a00000400000000",
    },
  ],
});

export const getSecurityParameters = amthi(0x1b, {
  name: "getSecurityParameters",
  title: "TLS, redirection, firmware update and link switches",
  effect: "read",
  request: {},
  reply: {
    enterpriseMode: flag(u32),
    tls: flag(u32),
    hardwareCrypto: flag(u32),
    provisioningState: oneOf(u32, { pre: 0, in: 1, post: 2 }),
    networkInterface: flag(u32),
    sol: flag(u32),
    ider: flag(u32),
    firmwareUpdate: flag(u32),
    linkUp: flag(u32),
    kvm: flag(u32),
    reserved: reserved(28),
  },
  source: "lms.md 2.3, presence-posture.md 3.4",
});

/** What 0x49 can be asked about. */
const features = { redirection: 0, systemDefense: 1, webUi: 2, eac: 3, kvm: 4 } as const;

export const getFeaturesState = amthi(0x49, {
  name: "getFeaturesState",
  title: "Open sessions: redirection, KVM; System Defense, web UI, EAC",
  effect: "read",
  request: { feature: oneOf(u32, features) },
  reply: {
    state: tagged("feature", u32, {
      redirection: [0, { iderOpen: flag(u32), solOpen: flag(u32), reserved: reserved(4) }],
      systemDefense: [1, { activated: flag(u32) }],
      webUi: [2, { enabled: flag(u32) }],
      eac: [3, { enabled: flag(u32) }],
      kvm: [4, { flags: bits(u32, { active: 0, waitingForConsent: 1 }) }],
    }),
  },
  check: (asked, got) =>
    features[got.state.feature] === (typeof asked.feature === "number" ? asked.feature : features[asked.feature])
      ? undefined
      : `asked for ${asked.feature}, the reply is about ${got.state.feature}`,
  source: "lms.md 2.3.2, presence-posture.md 3.4",
});

export const getRedirectionState = amthi(0x58, {
  name: "getRedirectionState",
  title: "Are SOL, IDE-R/USB-R and KVM enabled",
  effect: "read",
  request: {},
  reply: { enabled: bits(u32, { sol: 0, ider: 1, kvm: 2 }) },
  source: "lms.md 2.3",
});

export const getPowerPolicy = amthi(0x47, {
  name: "getPowerPolicy",
  title: "In which sleep states the ME stays awake",
  effect: "read",
  request: {},
  reply: { policy: countedText(u16, 1000) },
  source: "lms.md 2.3",
});

export const getLastHostResetReason = amthi(0x4a, {
  name: "getLastHostResetReason",
  title: "Was the last host reset a remote one, and when",
  effect: "read",
  request: {},
  reply: { reason: oneOf(u32, { remoteControl: 0, other: 1 }), timestamp: u32 },
  source: "lms.md 2.3",
});

export const getUuid = amthi(0x5c, {
  name: "getUuid",
  title: "System UUID as AMT knows it",
  effect: "read",
  request: {},
  reply: { uuid: uuid },
  source: "lms.md 2.3, rpc.md 2.5",
});
