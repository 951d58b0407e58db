import type { Answer } from "../../mei/command.ts";
import * as commands from "../../mei/watchdog/commands.ts";
import { beat, rest } from "../rules/heartbeat.ts";
import * as rules from "../rules/provisioning.ts";
import type { World } from "../world.ts";

export function watchdog(world: World): Answer[] {
  const { newInterface, bit5, tlsOnLocalPorts } = world.machine.facts.operational.value;
  return [
    commands.isChangeToAmtEnabled.answer(() => ({
      flags: {
        changeAllowed: false, // 0 on every recording (golden.md 4.4)
        enabled: newInterface && world.enabled, // reads 0 on AMT up to 14 (golden wd-le14)
        bit5,
        tlsOnLocalPorts,
        newInterface,
        other: 0,
      },
    })),
    commands.changeToAmt.answer(() => rules.changeToAmt(world)),
    commands.setAmtOperationalState.answer(({ enabled }) => rules.setOperationalState(world, enabled)),
    commands.startWatchdog.answer(({ timeout }) => beat(world, timeout)),
    commands.stopWatchdog.answer(() => {
      rest(world);
      return {};
    }),
  ];
}
