import { EndableKinds } from "../api/session-kinds.ts";
import type { EndAnswer, EndableKind } from "../api/sessions.ts";
import { ConfigError } from "../config-error.ts";
import { initialState, reduce } from "../state.ts";
import { look } from "../watch/look.ts";
import { endSessions } from "../watch/sessions/end.ts";
import { asSystem } from "./as-system.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { withMe } from "./source.ts";
import { harmless } from "./terminal.ts";
import { withReach } from "./with-reach.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";

/** `amt-agent sessions end [KIND]` and `amt-agent consent cancel`. Says refused where AMT refused any of it. */
export async function end(context: Context, word: string | undefined, login: LoginOptions): Promise<Exit> {
  const { terminal, json } = context;
  const kind = kindIn(word);
  const credentials = await loginFrom(login, context);
  const answer = credentials ? await asUser(context, kind, credentials) : await asAccount(context, kind);
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of endLines(answer)) terminal.out(harmless(line));
  return answer.steps.some(({ outcome }) => outcome === "refused") ? "refused" : "ok";
}

function kindIn(word: string | undefined): EndableKind | undefined {
  if (word === undefined || EndableKinds.includes(word as EndableKind)) return word as EndableKind | undefined;
  throw new ConfigError(
    word === "system-defense" || word === "web-ui"
      ? `${word} is not ended from here: it is a setting of AMT's administrator.`
      : `There is no session of the kind "${word.slice(0, 40)}": ${EndableKinds.join(", ")}.`,
  );
}

const answerOf = (way: EndAnswer["way"], steps: EndAnswer["steps"], left: EndAnswer["left"]): EndAnswer => ({
  schema: "amt-agent.sessions-end/1",
  way,
  steps,
  left,
});

/** Nobody gives a password: through the service, else by this process, which may open the ME. */
const asAccount = (context: Context, kind: EndableKind | undefined): Promise<EndAnswer> => {
  const { clock, signal } = context;
  return withMe(context, {
    service: (client) => client.callConsole("POST /v1/sessions/end", kind ? { kind } : {}, { signal }),
    async direct(me, driver) {
      const steps = await asSystem(context, { me, driver }, (wsman) => endSessions(kind, { wsman, me, clock, signal }));
      const seen = await look(me, { clock, signal });
      if (seen.kind === "failed") throw seen.error;
      return answerOf("system", steps, reduce(initialState(me.driver, clock.now()), seen).state.snapshot.live);
    },
  });
};

/** As a user of AMT's, whose rights are AMT's business: a session of one's own, or the service's ports. */
const asUser = (
  context: Context,
  kind: EndableKind | undefined,
  credentials: NonNullable<Awaited<ReturnType<typeof loginFrom>>>,
): Promise<EndAnswer> =>
  withReach(context, credentials, async ({ reach: { wsman, clock, signal } }) => {
    if (kind === "cira") throw new ConfigError("The connection that was asked for here is ended without --user.");
    const steps = await endSessions(kind, { wsman: async () => wsman, me: undefined, clock, signal });
    return answerOf("login", steps, []);
  });

const names: Readonly<Record<EndableKind, string>> = {
  kvm: "Screen (KVM)",
  sol: "Console (SOL)",
  usbr: "Remote storage",
  consent: "Consent",
  cira: "Server outside",
};
const ways = {
  system: "Told AMT as its account for this PC's programs (no password needed).",
  login: "Told AMT as the user who logged in.",
} as const;

function endLines({ way, steps, left }: EndAnswer): string[] {
  const still = left.filter(({ kind }) => (EndableKinds as readonly string[]).includes(kind)).map(({ kind }) => kind);
  return [
    ...steps.map(({ kind, message }) => `  ${names[kind].padEnd(16)}${message.text}`),
    "",
    ways[way],
    ...(still.length > 0 ? [`Still there: ${still.join(", ")}.`] : []),
  ];
}
