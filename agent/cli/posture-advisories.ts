import { readBounded } from "../../platform/bounded-file.ts";
import { parseAdvisoryKeys } from "../posture/advisories/keys.ts";
import { currentAdvisories, installAdvisories } from "../posture/advisories/update.ts";
import { PostureError } from "../posture/document/error.ts";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { posturePlace } from "./posture-place.ts";
import { harmless } from "./terminal.ts";

/** Bytes; what is shipped has 45,000. */
const MOST = 8 * 1024 * 1024;

const keysOf = async ({ flags, host }: Context): Promise<readonly string[]> =>
  parseAdvisoryKeys((await settingOf("posture.advisoryKeys", flags, host)).text);

/** `amt-agent posture advisories update` */
export async function update(context: Context, file: string): Promise<Exit> {
  const { terminal, json } = context;
  const bytes = await readBounded(file, { most: MOST }).catch((cause: Error) => {
    throw new PostureError("POSTURE_OUTPUT", `${file} cannot be read: ${cause.message}`, { cause });
  });
  const text = bytes.toString("utf8");
  const { version, date, advisories } = await installAdvisories(
    await posturePlace(context),
    text,
    await keysOf(context),
  );
  if (json)
    terminal.out(
      JSON.stringify({ schema: "amt-agent.advisories-update/1", version, date, advisories: advisories.length }),
    );
  else terminal.out(`Advisory data ${version} (of ${date}, ${advisories.length} advisories) is installed.`);
  return "ok";
}

/** `amt-agent posture advisories list` */
export async function list(context: Context): Promise<Exit> {
  const { terminal, json } = context;
  const { data, from, trouble } = await currentAdvisories(await posturePlace(context), await keysOf(context));
  if (trouble !== undefined) terminal.err(`amt-agent: the installed advisory data is not used: ${harmless(trouble)}`);
  const { version, date, advisories } = data;
  if (json)
    terminal.out(JSON.stringify({ schema: "amt-agent.advisories-list/1", version, date, from, advisories }, null, 2));
  else {
    terminal.out(`Advisory data ${version}, of ${date}, ${from}`);
    for (const { id, published, title, verified } of advisories)
      terminal.out(`  ${id}  ${published}  ${verified ? "versions known  " : "versions unknown"}  ${harmless(title)}`);
  }
  return "ok";
}
