import { bytes, countedText, flag, list, oneOf, u8, u16, u32 } from "../wire/index.ts";
import { amthi } from "./frame.ts";
import { hashAlgorithms } from "./provisioning.ts";

export const enumerateHashHandles = amthi(0x2c, {
  name: "enumerateHashHandles",
  title: "Handles of the trusted root certificate hashes",
  effect: "read",
  request: {},
  reply: { handles: list(u32, 33, u32) },
  // rpc-go reads a fixed array of 33 whatever the count says: unused places may follow.
  tail: "keep",
  source: "lms.md 2.3, rpc.md 2.5",
});

export const getCertificateHashEntry = amthi(0x2d, {
  name: "getCertificateHashEntry",
  title: "One trusted root certificate hash",
  effect: "read",
  request: { handle: u32 },
  reply: {
    isDefault: flag(u32),
    isActive: flag(u32),
    hash: bytes(64),
    algorithm: oneOf(u8, hashAlgorithms),
    name: countedText(u16, 1000),
  },
  source: "lms.md 2.3, rpc.md 2.5; guide: CFG_GetCertificateHashEntry",
});
