import { type Clock, sleep } from "../platform/clock.ts";
import type { Routes, Version } from "./api/contract.ts";
import type { Handlers } from "./api/exchange.ts";
import { openapi } from "./api/openapi.ts";
import type { History } from "./events/history.ts";
import { readInfo } from "./info/read.ts";
import type { Me } from "./me.ts";
import { callMei } from "./mei-call.ts";
import type { PostureKeeper } from "./posture/service/keeper.ts";
import { postureHandlers } from "./posture/service/routes.ts";
import { type PresenceParts, presenceHandlers } from "./presence/handlers.ts";
import type { Resets } from "./presence/open-resets.ts";
import type { ConfigureWays } from "./provisioning/configure/route.ts";
import type { Jobs } from "./provisioning/jobs.ts";
import { provisioningHandlers } from "./provisioning/routes.ts";
import { sessionHandlers } from "./watch/sessions/routes.ts";
import type { Watch } from "./watch/watch.ts";

export interface HandlerOptions {
  readonly me: Me;
  readonly watch: Watch;
  readonly history: History;
  readonly clock: Clock;
  readonly version: Omit<Version, "name">;
  readonly routes: Routes;
  readonly jobs: Jobs;
  readonly configuring: ConfigureWays;
  /** Ends with the service: readings that callers share do not end with one of them. */
  readonly life: AbortSignal;
  /** Absent: the service is still starting. */
  readonly presence: () => PresenceParts | undefined;
  /** Absent: the service is still starting. */
  readonly posture: () => PostureKeeper | undefined;
  readonly resets: Resets;
  /** Prometheus' text of the moment. */
  readonly metrics: () => string;
}

/** ms between the end of one whole reading and the start of the next: sixty messages each, and any local user may ask. */
const pause = 250;
/** The same for what goes over AMT's web service: two dozen requests each. */
const longPause = 2_000;

/** One function a route; what they do is elsewhere. */
export function handlers({
  me,
  watch,
  history,
  presence,
  posture,
  resets,
  clock,
  version,
  routes,
  jobs,
  configuring,
  life,
  metrics,
}: HandlerOptions): Handlers<Routes> {
  const info = shared(() => readInfo(me, { signal: life }), { pause, clock, life });
  const privacy = shared(
    async () =>
      (await import("./privacy/read.ts")).readPrivacyBy({ info, reach: configuring, service: true }, { signal: life }),
    { pause: longPause, clock, life },
  );
  return {
    "GET /v1/status": () => watch.snapshot(),
    "GET /v1/stream": (send, { signal }) =>
      new Promise<void>((resolve) => {
        send({ kind: "snapshot", snapshot: watch.snapshot() });
        const stop = watch.listen(send);
        const onAbort = (): void => {
          stop();
          resolve();
        };
        if (signal.aborted) onAbort();
        signal.addEventListener("abort", onAbort, { once: true });
      }),
    "GET /v1/events": async ({ input: { after, since, kind, limit } }) => {
      const { events, more } = await history.events({ after, since: since ? new Date(since) : undefined, kind, limit });
      return { events, more, last: events.at(-1)?.id ?? after ?? 0 };
    },
    "GET /v1/amt-logs": async ({ input: { since, ...wish }, signal }) => {
      const { readAmtLogsBy } = await import("./amt-logs/read-by.ts");
      const from = since === undefined ? undefined : new Date(since);
      return { entries: await readAmtLogsBy({ reach: configuring }, { ...wish, since: from }, { signal }) };
    },
    "GET /v1/health": () => {
      const { conditions } = watch.snapshot();
      return { ok: conditions.every(({ severity }) => severity === "info"), conditions };
    },
    "GET /v1/version": () => ({ name: "amt-agent", ...version }),
    "GET /v1/info": () => info(),
    ...sessionHandlers({ watch, reach: configuring, life }),
    "GET /v1/privacy": () => privacy(),
    ...postureHandlers(posture),
    ...presenceHandlers(presence, resets),
    "POST /v1/mei/call": ({ input: { command, input, pairs, confirmed }, signal }) =>
      callMei(me, { name: command, input: { document: input, pairs }, confirmed }, { signal }),
    ...provisioningHandlers(jobs),
    "POST /v1/configure": async ({ input, signal }) =>
      (await import("./provisioning/configure/route.ts")).configureByRequest(input, configuring, { signal }),
    "GET /v1/metrics": () => metrics(),
    "GET /v1/openapi": () => openapi(routes, version.version),
  };
}

/** Callers that come while a reading waits to begin get that one: always newer than their question, never one each. */
function shared<T>(
  read: () => Promise<T>,
  { pause: rested, clock, life }: { readonly pause: number; readonly clock: Clock; readonly life: AbortSignal },
): () => Promise<T> {
  let waiting: Promise<T> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    waiting ??= last.then(() => {
      waiting = undefined;
      const reading = read();
      const rest = (): Promise<void> => sleep(clock, rested, { signal: life });
      // Whoever asked gets the error; the next reading only waits for this one's end, and not at all once the service ends
      last = reading.then(rest, rest).catch(() => {});
      return reading;
    });
    return waiting;
  };
}
