import type { Answer } from "../../mei/command.ts";
import type { World } from "../world.ts";
import { amthiAccess } from "./amthi-access.ts";
import { amthiNetwork } from "./amthi-network.ts";
import { amthiProvisioning } from "./amthi-provisioning.ts";
import { amthiState } from "./amthi-state.ts";
import { firmware } from "./firmware.ts";
import { kernel } from "./kernel.ts";
import { upid } from "./upid.ts";
import { watchdog } from "./watchdog.ts";

/** The firmware half of every command, over one world. Which of them a machine knows is `knows.ts`' business. */
export const answersOf = (world: World): readonly Answer[] => [
  ...amthiState(world),
  ...amthiProvisioning(world),
  ...amthiNetwork(world),
  ...amthiAccess(world),
  ...kernel(world),
  ...watchdog(world),
  ...upid(world),
  ...firmware(world),
];
