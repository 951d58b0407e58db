import { mkdirSync } from "node:fs";
import type { Clock } from "../../../platform/clock.ts";
import { directoryNews } from "../../../platform/directory-news.ts";
import type { Destination } from "../../config-destinations.ts";
import type { Logger } from "../../log.ts";
import { carrierTo } from "./carriers/choose.ts";
import { runCourier } from "./courier.ts";
import type { Credentials } from "./credentials.ts";
import { keepProgress, progressOf } from "./progress.ts";

export interface SenderOptions {
  readonly destinations: readonly Destination[];
  readonly spool: string;
  /** Where the progress is kept. */
  readonly own: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly random?: () => number;
}

/** Brings every destination what waits, each at its own pace, until the signal aborts. */
export async function runSender(options: SenderOptions): Promise<void> {
  const { destinations, spool, own, credentials, clock, log, signal } = options;
  mkdirSync(own, { recursive: true, mode: 0o750 });
  const news = directoryNews(spool, { clock });
  const one = async (to: Destination): Promise<void> => {
    const { name } = to;
    const kept = keepProgress(own, name, {
      onTrouble: (error) => log.warn("how far a destination has got cannot be kept", { destination: name, error }),
    });
    const before = await progressOf(own, name);
    await runCourier({
      ...{ name, spool, before, news, clock, log, signal },
      carrier: carrierTo(to, credentials),
      keep: kept.keep,
      ...(options.random ? { random: options.random } : {}),
    });
    await kept.settled();
  };
  try {
    await Promise.all(destinations.map(one));
  } finally {
    news.close();
  }
}
