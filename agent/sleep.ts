import type { Clock } from "../platform/clock.ts";
import type { Host } from "../platform/paths.ts";
import type { SleepAnnouncer } from "../platform/sleep-listener.ts";
import { onSleep } from "../platform/system-sleep.ts";
import type { Logger } from "./log.ts";
import type { Me } from "./me.ts";
import type { Watch } from "./watch/watch.ts";

export interface SleepOptions {
  readonly me: Pick<Me, "rest" | "wake">;
  readonly watch: Pick<Watch, "rest" | "wake">;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly announcer?: SleepAnnouncer | undefined;
}

/** ms for questions under way to end, and as long for closing: together less than the 5 s that logind waits (logind.conf(5)). */
const LIMIT = 1_500;
/** ms of running on after a sleep was announced, after which it did not take place: time stands still while the machine sleeps. */
const NEVER_CAME = 30_000;

/** Leaves the ME alone while the machine sleeps, and has everything read anew afterwards. Settles when the signal aborts. */
export async function followSleep({ me, watch, host, clock, log, signal, announcer }: SleepOptions): Promise<void> {
  let stopWaiting: () => void = () => {};
  const wake = (): void => {
    stopWaiting();
    me.wake();
    watch.wake();
  };
  await onSleep(
    {
      async before() {
        log.info("the computer goes to sleep");
        stopWaiting();
        const overdue = (): void => {
          log.warn("the computer did not sleep, or nobody said that it woke up");
          wake();
        };
        stopWaiting = clock.after(NEVER_CAME, overdue, { background: true });
        watch.rest();
        await me.rest({ limit: LIMIT });
      },
      after() {
        log.info("the computer is awake");
        wake();
      },
    },
    {
      host,
      clock,
      signal,
      announcer,
      who: "amt-agent",
      why: "The Intel ME is asked no more questions",
      onTrouble: (error) => log.info("sleep is not announced to the service; it notices afterwards", { error }),
      onHeard: ({ delays }) => log.debug("the service is told before the computer sleeps", { delays }),
    },
  );
  stopWaiting();
}
