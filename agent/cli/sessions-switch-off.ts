import type { SwitchOffAnswer, SwitchStep } from "../api/sessions.ts";
import { switchOffSessions } from "../watch/sessions/switch-off.ts";
import { asSystem } from "./as-system.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { withMe } from "./source.ts";
import { harmless } from "./terminal.ts";
import { withReach } from "./with-reach.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";

/** `amt-agent sessions switch-off`. Says refused where AMT left anything on. */
export async function switchOff(context: Context, login: LoginOptions): Promise<Exit> {
  const { terminal, json, clock } = context;
  const credentials = await loginFrom(login, context);
  const answer: SwitchOffAnswer = credentials
    ? await withReach(context, credentials, async ({ reach: { wsman, signal } }) => ({
        ...(await switchOffSessions({ wsman: async () => wsman, me: undefined, clock, signal })),
        way: "login" as const,
      }))
    : await asAccount(context);
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of linesOf(answer)) terminal.out(harmless(line));
  return answer.steps.some(({ outcome }) => outcome === "refused") ? "refused" : "ok";
}

/** Nobody gives a password: through the service, as an administrator of this PC; else by this process, which may open the ME. */
const asAccount = (context: Context): Promise<SwitchOffAnswer> => {
  const { clock, signal } = context;
  return withMe(context, {
    service: (client) => client.callAdmin("POST /v1/sessions/switch-off", undefined, { signal }),
    direct: (me, driver) =>
      asSystem(context, { me, driver }, async (wsman) => ({
        ...(await switchOffSessions({ wsman, me, clock, signal })),
        way: "system" as const,
      })),
  });
};

const names: Readonly<Record<SwitchStep["door"], string>> = {
  redirection: "Console and remote storage (SOL, USB-R)",
  listener: "AMT's port for remote sessions",
  kvm: "Screen (KVM)",
};
const ways = {
  system: "Told AMT as its account for this PC's programs (no password needed).",
  login: "Told AMT as the user who logged in.",
} as const;

function linesOf({ way, steps, ended, back }: SwitchOffAnswer): string[] {
  const over = ended.filter(({ outcome }) => outcome === "ended").map(({ kind }) => kind);
  const isRefused = steps.some(({ outcome }) => outcome === "refused");
  return [
    ...steps.map(({ door, message }) => `  ${names[door].padEnd(41)}${message.text}`),
    `  ${"Sessions that were ended".padEnd(41)}${over.length > 0 ? over.join(", ") : "none were left"}`,
    "",
    ways[way],
    ...(isRefused && way === "system"
      ? ["What AMT refused needs an administrator of AMT's: amt-agent sessions switch-off --user admin --yes"]
      : []),
    ...(back === null ? [] : [`To switch it on again: ${back}`]),
  ];
}
