import type { AnyCommand } from "../command.ts";
import * as access from "./access.ts";
import * as certificates from "./certificates.ts";
import { getCiraLog } from "./cira-log.ts";
import * as network from "./network.ts";
import * as provisioning from "./provisioning.ts";
import * as state from "./state.ts";

const isCommand = (value: unknown): value is AnyCommand =>
  typeof value === "object" && value !== null && "encodeRequest" in value;

/** Every AMTHI command: what tests, coverage table, `mei call` and trace masking iterate over. */
export const amthiCommands: readonly AnyCommand[] = [
  ...Object.values(state),
  ...Object.values(provisioning),
  ...Object.values(certificates),
  ...Object.values(network),
  ...Object.values(access),
  getCiraLog,
].filter(isCommand);
