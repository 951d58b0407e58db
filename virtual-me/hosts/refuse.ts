import { amtStatus } from "../../mei/amthi/status.ts";
import { hothamUnsupported } from "../../mei/hotham/commands.ts";
import { mkhiResult } from "../../mei/mkhi/frame.ts";
import { upidStatus } from "../../mei/upid/commands.ts";
import { watchdogStatus } from "../../mei/watchdog/commands.ts";

export type Why = "unknown" | "malformed";

/**
 * What firmware says to a request that is no command of its own, or not one of right length. AMTHI's INVALID_MESSAGE_LENGTH and MKHI's
 * INVALID_PARAMS are documented for that; the statuses for an unknown command are guessed, no machine's answer was ever recorded.
 * undefined: no answer at all, as to something too short to have a header.
 */
export function refuse(client: string, request: Buffer, why: Why): Buffer | undefined {
  if (request.length < 4) return undefined;
  return families[client]?.(request, why);
}

const families: Readonly<Record<string, (request: Buffer, why: Why) => Buffer | undefined>> = {
  amthi(request, why) {
    if (request.length < 12) return undefined;
    const reply = Buffer.alloc(16);
    request.copy(reply, 0, 0, 4);
    reply.writeUInt32LE((request.readUInt32LE(4) | 0x0080_0000) >>> 0, 4);
    reply.writeUInt32LE(4, 8);
    reply.writeUInt32LE(why === "unknown" ? amtStatus.UNSUPPORTED : amtStatus.INVALID_MESSAGE_LENGTH, 12);
    return reply;
  },
  mkhi: (request, why) => kernelReply(request, why),
  mchi: (request, why) => kernelReply(request, why),
  watchdog: () => Buffer.from([watchdogStatus.notSupported]),
  upid(request, why) {
    const reply = Buffer.from([request[0] ?? 0, request[1] ?? 0, 4, 0, 0, 0, 0, 0]);
    reply.writeUInt32LE(why === "unknown" ? upidStatus.notSupported : upidStatus.invalidInput, 4);
    return reply;
  },
  hotham: (request) => Buffer.from([request[0] ?? 0, request[1] ?? 0, 0, hothamUnsupported]),
};

const kernelReply = (request: Buffer, why: Why): Buffer =>
  Buffer.from([
    request[0] ?? 0,
    (request[1] ?? 0) | 0x80,
    0,
    why === "unknown" ? mkhiResult.invalidCommand : mkhiResult.invalidParams,
  ]);
