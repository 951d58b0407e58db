import { join } from "node:path";
import type { KeyChoice } from "../posture/document/signer.ts";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";

/** Where a user's commands keep the key, the newest report's number and installed advisory data: never in the service's own directory. */
export const posturePlace = async ({ flags, host }: Context): Promise<string> =>
  join((await settingOf("adminDir", flags, host)).text, "posture");

/** Where the key of such reports is, or is to be made. */
export const keyChoice = async ({ flags, host }: Context): Promise<KeyChoice> => ({
  // The table of settings allows no other
  kind: (await settingOf("posture.key", flags, host)).text as KeyChoice["kind"],
  tcti: (await settingOf("posture.tpm", flags, host)).text,
});
