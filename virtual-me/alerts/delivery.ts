import type { Duplex } from "node:stream";
import { ApfError } from "../../mei/apf/errors.ts";
import { type Clock, deadline, sleep } from "../../platform/clock.ts";
import { type Alert, alertPost } from "../cim/alert.ts";
import type { Lme } from "../lme/lme.ts";
import type { AlertBus } from "./bus.ts";

/** ms that an alert is kept (presence-posture.md 3.1: events are buffered for at most 30 s). */
const KEPT = 30_000;
/** Alerts that wait; guessed. */
const QUEUE = 64;
/** ms until another attempt while the session begins or the firmware's channels are all in use; guessed. */
const AGAIN = 250;
/** ms for the host to close the channel, which is its only answer; guessed. */
const PATIENCE = 10_000;

/** What became of the alerts. */
export interface Delivery {
  readonly waiting: number;
  /** Those that a host has taken. */
  readonly taken: number;
  /** Best effort: nobody there, nobody in time, or a host that would not have them. */
  readonly lost: number;
  close(): void;
}
interface Waiting {
  readonly alert: Alert;
  readonly until: number;
}

/** Not now, but perhaps soon: the session is just beginning, or there is no channel free. */
const RESOURCE_SHORTAGE = 4;
const isForNow = (error: unknown): boolean =>
  error instanceof ApfError &&
  (error.code === "APF_NOT_FORWARDED" || (error.code === "APF_REFUSED" && error.reason === RESOURCE_SHORTAGE));

/**
 * Pushes alerts to the host as firmware does (lms.md 3.1): an HTTP POST on a channel of its own to port 0, which the host closes
 * without an answer. One after the other, in their order (guessed). Without a session they are lost, as while Intel LMS is down; so is
 * what waits when a session ends (guessed).
 */
export function deliverAlerts({ alerts, lme, clock }: { alerts: AlertBus; lme: Lme; clock: Clock }): Delivery {
  const life = new AbortController();
  let queue: Waiting[] = [];
  let isBusy = false;
  let taken = 0;
  let lost = 0;

  function closedByHost(channel: Duplex, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        channel.destroy();
        reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      channel.once("end", resolve); // the session's end is no end of the channel's: it is destroyed
      channel.once("close", () => {
        signal.removeEventListener("abort", onAbort);
        reject(new ApfError("APF_CLOSED", "the session ended before the host took the alert"));
      });
      channel.resume();
    });
  }
  async function push(alert: Alert, signal: AbortSignal): Promise<void> {
    const channel = await lme.openAlertChannel({ signal });
    const limit = deadline(clock, PATIENCE, [life.signal], late);
    try {
      channel.write(alertPost(alert));
      await closedByHost(channel, limit.signal);
    } finally {
      limit.done();
      channel.end();
    }
  }
  /** Until it is taken, refused, or too old. */
  async function deliver({ alert, until }: Waiting): Promise<void> {
    const limit = deadline(clock, Math.max(0, until - clock.monotonic()), [life.signal], late);
    try {
      for (;;) {
        try {
          return await push(alert, limit.signal);
        } catch (error) {
          if (!isForNow(error)) throw error;
        }
        await sleep(clock, AGAIN, { signal: limit.signal });
      }
    } finally {
      limit.done();
    }
  }
  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let next = queue.shift(); next && !life.signal.aborted; next = queue.shift()) {
      try {
        await deliver(next);
        taken += 1;
      } catch {
        // Best effort, and nobody in the firmware hears of it
        lost += 1;
        if (!lme.session) drop();
      }
    }
    isBusy = false;
  }
  function drop(): void {
    lost += queue.length;
    queue = [];
  }
  const stop = alerts.listen((alert) => {
    if (!lme.session || queue.length >= QUEUE) {
      lost += 1;
      return;
    }
    queue.push({ alert, until: clock.monotonic() + KEPT });
    void work();
  });

  return {
    get waiting() {
      return queue.length + (isBusy ? 1 : 0);
    },
    get taken() {
      return taken;
    },
    get lost() {
      return lost;
    },
    close() {
      stop();
      life.abort(new ApfError("APF_CLOSED", "the virtual ME ends"));
      drop();
    },
  };
}

const late = (): Error => new ApfError("APF_CLOSED", "the host did not take the alert in time");
