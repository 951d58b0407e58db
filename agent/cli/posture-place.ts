import { join } from "node:path";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";

/** Where a user's commands keep the key, the newest report's number and installed advisory data: never in the service's own directory. */
export const posturePlace = async ({ flags, host }: Context): Promise<string> =>
  join((await settingOf("adminDir", flags, host)).text, "posture");
