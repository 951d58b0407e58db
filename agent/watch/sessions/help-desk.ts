import {
  closeUserInitiatedConnection,
  getRemoteAccessStatus,
  getUserInitiatedInterfaces,
  openUserInitiatedConnection,
} from "../../../mei/amthi/access.ts";
import { amthi } from "../../../mei/clients.ts";
import { StatusError } from "../../../mei/errors.ts";
import type { HelpDeskAnswer } from "../../api/sessions.ts";
import { reader } from "../../info/reader.ts";
import type { Me } from "../../me.ts";
import { ActError } from "./act-error.ts";

interface How {
  readonly signal: AbortSignal;
}

/** Where AMT's connection to a server outside stands, without a password. */
export async function helpDesk(me: Me, { signal }: How): Promise<HelpDeskAnswer> {
  const { network, connection, trigger, server } = await getRemoteAccessStatus.call(me.session(amthi), {}, { signal });
  const who = await reader(me, { signal }).ask([], getUserInitiatedInterfaces, {});
  return {
    schema: "amt-agent.help-desk/1",
    network,
    connection,
    trigger,
    server,
    allowed: who?.enabled.os ?? null,
  };
}

/** Asks AMT to connect to its server: it does so in its own time (lms.md 4.10). Rejects ActError, MeiError, StatusError. */
export async function askForHelp(me: Me, how: How): Promise<HelpDeskAnswer> {
  await orWhy(openUserInitiatedConnection.call(me.session(amthi), {}, how), {
    NOT_READY: ["HELP_NOT_SET_UP", "AMT is not set up, so there is nobody to ask for help through it"],
    NOT_PERMITTED: [
      "HELP_NOT_ALLOWED",
      "AMT's administrator does not allow programs of this PC to ask for help; the PC's own firmware menu may",
    ],
    DATA_MISSING: [
      "HELP_NO_SERVER",
      "AMT has no server outside to connect to, or no rule to do so when the user asks: its administrator sets both up",
    ],
  });
  return helpDesk(me, how);
}

export async function endHelp(me: Me, how: How): Promise<HelpDeskAnswer> {
  await orWhy(closeUserInitiatedConnection.call(me.session(amthi), {}, how), {
    NOT_PERMITTED: [
      "HELP_NOT_YOURS",
      "AMT has no connection that the user at this PC asked for; one that others opened, only they can close",
    ],
  });
  return helpDesk(me, how);
}

type Whys = Readonly<Record<string, readonly [code: ActError["code"], text: string]>>;
async function orWhy(told: Promise<unknown>, whys: Whys): Promise<void> {
  try {
    await told;
  } catch (error) {
    const why = error instanceof StatusError ? whys[error.statusName ?? ""] : undefined;
    if (!why) throw error;
    throw new ActError(why[0], `${why[1]} (${(error as StatusError).statusName})`, { cause: error });
  }
}
