import { InputError } from "../../mei/wire/plain.ts";
import { addOwnUser, checkIsNew, isUserName } from "../presence/own-user.ts";
import { strongPassword } from "../provisioning/password.ts";
import { refusalIn } from "../watch/sessions/refusal.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harden } from "./harden.ts";
import { kept } from "./keep-password.ts";
import { harmless } from "./terminal.ts";
import { withReach } from "./with-reach.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";

export interface UserOptions {
  readonly name: string;
  readonly manages: boolean;
  /** A new file for the password; without it, as `provisioning.keep` says. */
  readonly out: string | undefined;
}

/** `amt-agent presence user`: the password is kept before AMT is told of it. */
export async function user(context: Context, { name, manages, out }: UserOptions, login: LoginOptions): Promise<Exit> {
  const { terminal, json } = context;
  if (!isUserName(name))
    throw new InputError("name", "must be 1 to 16 characters without blanks and : , < > & \", and none of AMT's own");
  await harden(context);
  const credentials = await loginFrom({ ...login, user: login.user ?? "admin" }, context);
  if (!credentials) throw new InputError("--user", "must name an administrator of AMT's");
  const made = await withReach(context, credentials, async ({ reach: { wsman, callMei, signal } }) => {
    await checkIsNew(wsman, name, { signal });
    const { uuid } = (await callMei("getUuid", {})) as { uuid?: unknown };
    const secret = await kept(context, strongPassword(), { out, user: name, machine: String(uuid ?? "unknown") });
    await secret.keep?.();
    try {
      return { ...(await addOwnUser(wsman, { name, manages, password: secret.secret }, { signal })), secret };
    } catch (error) {
      // AMT said no, so nobody has this password; of what came of a lost answer nobody can say
      if (refusalIn(error)) await secret.discard?.();
      throw error;
    }
  });
  const [how = "", path = ""] = made.secret.reference.split(/:(.*)/s);
  const answer = {
    schema: "amt-agent.presence-user/1",
    name,
    access: "local",
    realms: made.realms,
    password: made.secret.reference,
  };
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else
    for (const line of [
      `AMT has a user "${name}", for programs of this PC alone, who can ${manages ? "report programs, make watchdogs and say what they do" : "report programs and nothing else"}.`,
      `The password is kept: ${made.secret.reference}`,
      ...(how === "file"
        ? [
            "For the service, who must be able to read it:",
            `  chown amt-agent: ${path}`,
            "and in the configuration:",
            `  presence: { user: ${name}, passwordFile: ${path} }`,
          ]
        : ["The service reads it from the file that presence.passwordFile names."]),
    ])
      terminal.out(harmless(line));
  return "ok";
}
