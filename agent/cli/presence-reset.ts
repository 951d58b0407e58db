import type { ResetAnswer } from "../api/presence.ts";
import { cancelReset } from "../presence/reset.ts";
import { asSystem } from "./as-system.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { withMe } from "./source.ts";
import { harmless } from "./terminal.ts";
import { withReach } from "./with-reach.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";

/** `amt-agent presence cancel-reset` */
export async function cancel(context: Context, login: LoginOptions): Promise<Exit> {
  const { terminal, json } = context;
  const credentials = await loginFrom(login, context);
  const answer = credentials
    ? await withReach(context, credentials, async ({ reach: { wsman, signal } }) => ({
        ...(await cancelReset(wsman, { signal })),
        way: "login" as const,
      }))
    : await asAccount(context);
  terminal.out(json ? JSON.stringify(answer, null, 2) : harmless(answer.message.text));
  return answer.outcome === "refused" ? "refused" : "ok";
}

/** Nobody gives a password: through the service, else by this process, which may open the ME. */
const asAccount = (context: Context): Promise<ResetAnswer> => {
  const { signal } = context;
  return withMe(context, {
    service: (client) => client.callConsole("POST /v1/presence/cancel-reset", undefined, { signal }),
    direct: (me, driver) =>
      asSystem(context, { me, driver }, async (wsman) => ({
        ...(await cancelReset(await wsman(), { signal })),
        way: "system",
      })),
  });
};
