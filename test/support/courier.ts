import { type Carrier, runCourier } from "../../agent/posture/delivery/courier.ts";
import { type Outbox, openOutbox } from "../../agent/posture/delivery/outbox.ts";
import type { Progress } from "../../agent/posture/delivery/progress.ts";
import { realClock } from "../../platform/clock.ts";
import { directoryNews } from "../../platform/directory-news.ts";
import { quiet } from "./quiet-log.ts";
import { steppedClock } from "./stepped-clock.ts";

export interface RunningCourier {
  readonly outbox: Outbox;
  /** Settles when it has got that far. */
  until(fits: (progress: Progress) => boolean): Promise<Progress>;
  stop(): Promise<void>;
}

export const roomy = { bytes: 32 * 1024 * 1024, reports: 1_000 };

/** A courier whose waiting between two attempts is passed over: real time is what its server takes. */
export async function courierOf(carrier: Carrier, spool: string, before?: Progress): Promise<RunningCourier> {
  const clock = steppedClock(new Date());
  const outbox = await openOutbox({ directory: spool, most: roomy, clock: realClock, onDropped: () => {} });
  const news = directoryNews(spool, { clock });
  const life = new AbortController();
  const watchers = new Set<(progress: Progress) => void>();
  let newest = before;
  const done = runCourier({
    ...{ name: "test", carrier, spool, before, news, clock, log: quiet, signal: life.signal, random: () => 0.5 },
    keep(progress) {
      newest = progress;
      for (const one of [...watchers]) one(progress);
      if (progress.failing) realClock.after(20, () => clock.advance(600_000));
    },
  });
  return {
    outbox,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (progress: Progress): void => {
          if (!fits(progress)) return;
          watchers.delete(look);
          resolve(progress);
        };
        watchers.add(look);
        if (newest) look(newest);
      }),
    async stop() {
      life.abort();
      await done;
      news.close();
      await outbox.close();
    },
  };
}
