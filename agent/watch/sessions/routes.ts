import { codeOf } from "../../../mei/errors.ts";
import type { Wsman } from "../../../mei/wsman/client.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Routes } from "../../api/contract.ts";
import type { Handlers } from "../../api/exchange.ts";
import type { EndAnswer, EndableKind, SessionsAnswer } from "../../api/sessions.ts";
import type { LiveSession, Who } from "../../api/snapshot.ts";
import { message } from "../../api/texts.ts";
import { asSystemOf } from "../../provisioning/as-system.ts";
import type { Reach } from "../../provisioning/web.ts";
import type { Watch } from "../watch.ts";
import { isRecorded, whoHas } from "../who.ts";
import { readConsent } from "./consent.ts";
import { endSessions } from "./end.ts";
import { askForHelp, endHelp, helpDesk } from "./help-desk.ts";
import { switchOffSessions } from "./switch-off.ts";
import { wlanToHost } from "./wlan.ts";

type Mine = Extract<keyof Routes, `${string} /v1/${"sessions" | "consent" | "help-desk" | "wlan"}${"" | `/${string}`}`>;

/** ms that whoever asks for the sessions waits to learn who has them. */
const WHO_PATIENCE = 5_000;
/** ms until an audit log that could not be read, or had nothing, is read again. */
const AGAIN = 30_000;

/** The routes of remote sessions, consent and help. As AMT's account for this PC's programs: nobody gives a password. */
export function sessionHandlers({
  watch,
  reach,
  life,
}: {
  readonly watch: Watch;
  readonly reach: Reach;
  readonly life: AbortSignal;
}): Pick<Handlers<Routes>, Mine> {
  const { me, clock } = reach;

  const asSystem = asSystemOf(reach);

  const answerNow = (): SessionsAnswer => {
    const { confirmedAt, machine, live } = watch.snapshot();
    return { schema: "amt-agent.sessions/1", confirmedAt, virtual: machine.virtual, sessions: live };
  };
  const readAt = new Map<string, number>();
  const isDue = ({ kind, since, who, confidence }: LiveSession): boolean => {
    if (!isRecorded(kind) || confidence === "possible" || who.user !== null) return false;
    const last = readAt.get(`${kind} ${since}`);
    return last === undefined || clock.monotonic() - last >= AGAIN;
  };
  let reading: Promise<void> | undefined;
  /** Shared, and not of one caller: any local user may ask. */
  async function readWho(due: readonly LiveSession[]): Promise<void> {
    const known = new Set(watch.snapshot().live.map(({ kind, since }) => `${kind} ${since}`));
    for (const key of readAt.keys()) if (!known.has(key)) readAt.delete(key);
    for (const { kind, since } of due) readAt.set(`${kind} ${since}`, clock.monotonic());
    try {
      const readAll = async (wsman: () => Promise<Wsman>, signal: AbortSignal): Promise<void> => {
        const at = await wsman();
        for (const session of due) watch.noteWho(session, await whoHas(session.kind, at, { signal }));
      };
      await asSystem(readAll, life, WHO_PATIENCE);
    } catch (error) {
      const who: Who = { user: null, address: null, why: message("who.unreadable", { code: codeOf(error) }) };
      for (const session of due) watch.noteWho(session, who);
    }
  }

  const end = async (kind: EndableKind | undefined, signal: AbortSignal): Promise<EndAnswer> => {
    const steps = await asSystem((wsman, until) => endSessions(kind, { wsman, me, clock, signal: until }), signal);
    consent.forget();
    const { live } = await watch.refresh({ signal });
    return { schema: "amt-agent.sessions-end/1", way: "system", steps, left: live };
  };

  const consent = shared(
    () => asSystem(async (wsman, signal) => readConsent(await wsman(), { signal }), life),
    FRESH.webServices,
    clock,
  );
  const help = shared(() => helpDesk(me, { signal: life }), FRESH.me, clock);
  watch.listen(() => {
    // Something is not as it was
    consent.forget();
    help.forget();
  });

  return {
    async "GET /v1/sessions"() {
      const due = watch.snapshot().live.filter(isDue);
      if (due.length > 0)
        reading ??= readWho(due).finally(() => {
          reading = undefined;
        });
      await reading;
      return answerNow();
    },
    "POST /v1/sessions/switch-off": async ({ signal }) => {
      const done = await asSystem((wsman, until) => switchOffSessions({ wsman, me, clock, signal: until }), signal);
      consent.forget();
      await watch.refresh({ signal });
      return { ...done, way: "system" };
    },
    "POST /v1/sessions/end": ({ input: { kind }, signal }) => end(kind, signal),
    "GET /v1/consent": () => consent.get(),
    "POST /v1/consent/cancel": ({ signal }) => end("consent", signal),
    "GET /v1/help-desk": () => help.get(),
    "POST /v1/help-desk/connect": ({ signal }) => askForHelp(me, { signal }).finally(help.forget),
    "POST /v1/help-desk/disconnect": ({ signal }) => endHelp(me, { signal }).finally(help.forget),
    "POST /v1/wlan/to-host": ({ signal }) =>
      asSystem(async (wsman, until) => {
        await wlanToHost(await wsman(), { signal: until });
        return { schema: "amt-agent.wlan/1", preference: "host" } as const;
      }, signal),
  };
}

/** ms in which any number of local users get one and the same answer, so that they cannot keep AMT busy: a login takes it most of a second. */
const FRESH = { webServices: 2_000, me: 250 } as const;
function shared<T>(read: () => Promise<T>, fresh: number, clock: Clock): { get(): Promise<T>; forget(): void } {
  let last: { readonly answer: Promise<T>; until: number } | undefined;
  return {
    get() {
      if (last && clock.monotonic() < last.until) return last.answer;
      const mine = { answer: read(), until: Number.POSITIVE_INFINITY };
      const over = (): void => {
        mine.until = clock.monotonic() + fresh;
      };
      mine.answer.then(over, over);
      last = mine;
      return mine.answer;
    },
    forget() {
      last = undefined;
    },
  };
}
