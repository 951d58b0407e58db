import { codeOf } from "../../mei/errors.ts";
import type { ConsentAnswer, SessionsAnswer } from "../api/sessions.ts";
import type { LiveSession, Snapshot } from "../api/snapshot.ts";
import { message } from "../api/texts.ts";
import { initialState, reduce, reduceDevices, reduceWho, type State } from "../state.ts";
import { look } from "../watch/look.ts";
import { readConsent } from "../watch/sessions/consent.ts";
import { readDevicesOf } from "../watch/sessions/devices.ts";
import { isRecorded, whoHas } from "../watch/who.ts";
import { asSystem } from "./as-system.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { sessionLines } from "./render-sessions.ts";
import { withMe } from "./source.ts";
import { harmless } from "./terminal.ts";

/** `amt-agent sessions` */
export async function sessions(context: Context): Promise<Exit> {
  const { terminal, json, signal } = context;
  const { answer, headline } = await withMe(context, {
    async service(client) {
      const answer = await client.call("GET /v1/sessions", undefined, { signal });
      const { headline } = await client.call("GET /v1/status", undefined, { signal });
      return { answer, headline };
    },
    async direct(me, driver) {
      const { snapshot } = await readAlone(context, { me, driver });
      return { answer: answerOf(snapshot), headline: snapshot.headline };
    },
  });
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else {
    terminal.out(terminal.paint("bold", harmless(headline.text)));
    for (const line of sessionLines(answer)) terminal.out(harmless(line));
  }
  return "ok";
}

const answerOf = ({ confirmedAt, machine, live }: Snapshot): SessionsAnswer => ({
  schema: "amt-agent.sessions/1",
  confirmedAt,
  virtual: machine.virtual,
  sessions: live,
});

type Alone = Parameters<typeof asSystem>[1];
async function readAlone(context: Context, at: Alone): Promise<State> {
  const { clock, signal, host } = context;
  const first = initialState(at.me.driver, clock.now());
  const { virtual } = await at.me.describe({ signal });
  // This PC's own devices say nothing of a machine that is not there
  const devices = virtual ? {} : await readDevicesOf(host)();
  const before = reduceDevices(first, devices, clock.now());
  const seen = await look(at.me, { clock, signal });
  if (seen.kind === "failed") throw seen.error;
  const { state } = reduce(before, seen);
  const known = state.snapshot.live.filter(({ kind, confidence }) => isRecorded(kind) && confidence !== "possible");
  return known.length > 0 ? withWho(context, at, state, known) : state;
}

async function withWho(context: Context, at: Alone, state: State, known: readonly LiveSession[]): Promise<State> {
  const { signal } = context;
  try {
    return await asSystem(context, at, async (wsman) => {
      let all = state;
      for (const one of known) all = reduceWho(all, one, await whoHas(one.kind, await wsman(), { signal }));
      return all;
    });
  } catch (error) {
    signal.throwIfAborted();
    const who = { user: null, address: null, why: message("who.unreadable", { code: codeOf(error) }) };
    return known.reduce((all, one) => reduceWho(all, one, who), state);
  }
}

/** `amt-agent consent` */
export async function consent(context: Context): Promise<Exit> {
  const { terminal, json, signal } = context;
  const answer = await withMe(context, {
    service: (client) => client.call("GET /v1/consent", undefined, { signal }),
    direct: (me, driver) => asSystem(context, { me, driver }, async (wsman) => readConsent(await wsman(), { signal })),
  });
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of consentLines(answer)) terminal.out(line);
  return "ok";
}

const required: Readonly<Record<string, string>> = {
  none: "nothing: AMT's administrator may connect without asking",
  kvm: "seeing and driving the screen",
  all: "seeing and driving the screen, remote disks, choosing what this PC starts",
};
const states: Readonly<Record<string, string>> = {
  notStarted: "nobody asks for it",
  requested: "asked for",
  displayed: "asked for; six digits are on the screen",
  received: "given; sessions may begin",
  inSession: "given, and in use by a session",
};
function consentLines({ required: needs, state, codeTimeoutSeconds, canBeChanged }: ConsentAnswer): string[] {
  const row = (label: string, value: string): string => `  ${label.padEnd(16)}${value}`;
  return [
    row("Needed for", required[String(needs)] ?? `not known (${String(needs)})`),
    row("Now", states[String(state)] ?? `not known (${String(state)})`),
    ...(codeTimeoutSeconds === null ? [] : [row("Stays valid", `${codeTimeoutSeconds} s after the last session`)]),
    ...(canBeChanged === null
      ? []
      : [row("Rule", canBeChanged ? "the administrator may change it" : "cannot be changed")]),
  ];
}
