import { type Answer, Refusal } from "../../mei/command.ts";
import * as commands from "../../mei/mkhi/commands.ts";
import { mkhiResult } from "../../mei/mkhi/frame.ts";
import type { FirmwareVersion } from "../machine.ts";
import type { World } from "../world.ts";

/** Golden mkhi-status-0b: what Dell and Lenovo machines answer for a file they do not show. */
const FILE_NOT_READABLE = 0x0b;

/** Of the capability words: manageability (lms.md 2.5). */
const AMT = 1 << 2;

const block = ([major, minor, hotfix, build]: FirmwareVersion) => ({ minor, major, platform: 0, build, hotfix });

/** A word of bits as the value its command declares: the reply is put together as the wire has it and read back. */
function word<T>(command: { decodeReply(bytes: Buffer): T }, rule: number, value: number): T {
  const reply = Buffer.from("03820000000000000400000000", "hex");
  reply.writeUInt32LE(rule, 4);
  reply.writeUInt32LE(value >>> 0, 9);
  return command.decodeReply(reply);
}

/** MKHI and MCHI: what the ME's kernel says of the firmware. */
export function kernel(world: World): Answer[] {
  const { facts } = world.machine;
  const { enabled, available } = facts.capabilities.value;
  return [
    commands.getFirmwareVersion.answer(() => ({ versions: facts.firmware.value.map(block) })),
    commands.getCapabilities.answer(() => word(commands.getCapabilities, 0, facts.capable.value)),
    commands.getEnabledFeatures.answer(() => {
      const amt = world.enabled === facts.operational.value.enabled ? enabled & AMT : world.enabled ? AMT : 0;
      return word(commands.getEnabledFeatures, 32, (enabled & ~AMT) | amt);
    }),
    commands.getAvailableFeatures.answer(() => word(commands.getAvailableFeatures, 39, available)),
    commands.getFirmwareUpdateState.answer(() => ({ state: facts.flash.value.update })),
    commands.getPlatformType.answer(() => word(commands.getPlatformType, 29, facts.platform.value)),
    commands.getBootState.answer(() => ({
      state: { endOfPost: world.endOfPost, coreBiosDone: facts.boot.value.coreBiosDone, other: 0 },
    })),
    commands.getImageType.answer(() => ({ type: facts.image.value.type })),
    commands.getImageVersion.answer(({ partition }) => {
      if (partition !== "PMCP") return new Refusal(mkhiResult.notFound); // guessed
      const [major, minor, hotfix, build] = facts.image.value.pmc;
      return { modules: [{ name: "PMC", major, minor, hotfix, build, vendor: 0x8086 }] };
    }),
    commands.getEopState.answer(() => ({ state: world.endOfPost ? 1 : 0 })),
    commands.getMeasuredBootState.answer(() => ({ state: facts.boot.value.measured })),
    commands.getHmrfpoStatus.answer(() => ({ status: facts.flash.value.hostAccess })),
    commands.mchiReadFileEx.answer(({ file, offset, size }) => {
      const data = facts.files.value[file];
      if (data === undefined) return new Refusal(FILE_NOT_READABLE);
      return { data: Buffer.from(data, "hex").subarray(offset, offset + size) };
    }),
  ];
}
