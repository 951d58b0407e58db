import type { Answer } from "../../mei/command.ts";
import { getFirmwareInfo } from "../../mei/fwupdate/commands.ts";
import { getFaultLog, getFaultLogSize } from "../../mei/hotham/commands.ts";
import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import type { World } from "../world.ts";

/** The small clients: fault log, firmware update (ME before 12), and our own marker. */
export function firmware(world: World): Answer[] {
  const { facts, name } = world.machine;
  const log = Buffer.from(facts.faultLog.value, "hex");
  return [
    getFaultLogSize.answer(() => ({ size: log.length })),
    getFaultLog.answer(() => ({ log })),
    getFirmwareInfo.answer(() => {
      const [mebxMajor, mebxMinor, mebxHotfix, mebxBuild] = facts.mebx.value;
      return {
        mebxMajor,
        mebxMinor,
        mebxHotfix,
        mebxBuild,
        flashOverridePolicy: 0,
        manageabilityMode: 1,
        biosBootState: world.endOfPost ? 1 : 0,
        flags: {
          cryptoFuse: facts.fuses.value.crypto,
          flashProtection: facts.fuses.value.flashProtection,
          overrideQualifier: 0,
          resetReason: world.lastMeReset,
          overrideCounter: 0,
          other: 0,
        },
        biosVersion: facts.bios.value.slice(0, 20),
      };
    }),
    getVirtualMachine.answer(() => ({ machine: name })),
  ];
}
