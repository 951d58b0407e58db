import { amthiCommands } from "./amthi/index.ts";
import type { AnyCommand } from "./command.ts";
import { fwupdateCommands } from "./fwupdate/commands.ts";
import { hothamCommands } from "./hotham/commands.ts";
import * as mkhi from "./mkhi/commands.ts";
import { upidCommands } from "./upid/commands.ts";
import { virtualCommands } from "./virtual/commands.ts";
import { watchdogCommands } from "./watchdog/commands.ts";

/** Every command of every family. */
export const allCommands: readonly AnyCommand[] = [
  ...amthiCommands,
  ...Object.values(mkhi),
  ...watchdogCommands,
  ...upidCommands,
  ...hothamCommands,
  ...fwupdateCommands,
  ...virtualCommands,
];
