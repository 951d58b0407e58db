import { fwupdate as client } from "../clients.ts";
import { command } from "../command.ts";
import { headedFrame } from "../headed-frame.ts";
import { bits, exactly, struct, text, u16, u32 } from "../wire/index.ts";

/** Header: the message id; the reply has the next one and a status (lms.md 2.7). */
const frame = headedFrame({
  code: "fwupdate 8",
  recognises: (bytes) => bytes.length >= 4 && bytes.readUInt32LE(0) === 8,
  request: struct({ message: exactly(u32, 8) }),
  reply: struct({ message: exactly(u32, 9), status: u32 }),
});

export const getFirmwareInfo = command(client, frame, {
  name: "getFirmwareInfo",
  title: "MEBx version, mode and fuses (ME before 12)",
  effect: "read",
  request: {},
  reply: {
    mebxMajor: u16,
    mebxMinor: u16,
    mebxHotfix: u16,
    mebxBuild: u16,
    flashOverridePolicy: u32,
    manageabilityMode: u32,
    biosBootState: u32,
    flags: bits(u32, {
      cryptoFuse: 0,
      flashProtection: 1,
      overrideQualifier: [2, 2],
      resetReason: [4, 2, { none: 0, me: 1, global: 2, exception: 3 }],
      overrideCounter: [6, 8],
    }),
    biosVersion: text(20),
  },
  source: "lms.md 2.7",
});

export const fwupdateCommands = [getFirmwareInfo];
