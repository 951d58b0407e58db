import { setImmediate as turn } from "node:timers/promises";
import type { Event, Snapshot } from "../../agent/api/snapshot.ts";
import { type Book, newBook } from "../../agent/events/book.ts";
import { type Lms, openLms } from "../../agent/lms/lms.ts";
import { type Me, openMe } from "../../agent/me.ts";
import { openWatch, type Watch } from "../../agent/watch/watch.ts";
import { noTcpOwners } from "../../platform/tcp-owner.ts";
import { keptLog } from "./lms.ts";
import { never, type Running, running } from "./virtual-machine.ts";

/** A machine in stepped time with the parts of the service that learn what happens to it. */
export interface Watched extends Running {
  /** The one way to the ME: another would find it in use. */
  readonly host: Me;
  readonly watch: Watch;
  readonly book: Book;
  readonly lms: Lms;
  readonly events: readonly Event[];
  /** Every snapshot that said something new; the count of alerts is nothing new. */
  readonly changes: readonly Snapshot[];
  /** Resolves when it is so. */
  until(fits: () => boolean): Promise<void>;
  /** Looks until a look brings nothing new. */
  look(): Promise<void>;
}

export async function watched(name: string): Promise<Watched> {
  const machine = await running(name);
  const { clock, driver } = machine;
  const me = openMe(driver, { clock });
  const book = newBook({ clock });
  const watch = openWatch(me, { clock, interval: 3_600_000, book });
  const lms = openLms({
    driver,
    clock,
    log: keptLog(),
    reach: "off",
    targets: new Set(),
    owners: noTcpOwners,
  });
  const looks = new Set<Promise<unknown>>();
  const lookSoon = (): void => {
    const one = watch.refresh({ signal: never });
    looks.add(one);
    void one.finally(() => looks.delete(one));
  };
  lms.listen((view) => watch.noteLms(view));
  lms.onAlert((alert) => {
    book.alert(alert);
    watch.noteAlert(alert);
    lookSoon();
  });
  lms.onLostAlert((error) => book.unreadable(error));
  const events: Event[] = [];
  book.history.listen((event) => events.push(event));
  const changes: Snapshot[] = [];
  let said = "";
  watch.listen((frame) => {
    if (frame.kind !== "snapshot") return;
    const { at: _, confirmedAt: __, lms: ___, sessionsSince: ____, ...rest } = frame.snapshot;
    const text = JSON.stringify(rest);
    if (text !== said) changes.push(frame.snapshot);
    said = text;
  });
  const until = async (fits: () => boolean): Promise<void> => {
    for (let turns = 0; !fits(); turns += 1) {
      if (turns > 20_000) throw new Error(`it does not come to that: ${JSON.stringify(events.slice(-5))}`);
      await turn();
    }
  };
  const look = async (): Promise<void> => {
    await Promise.all(looks);
    await watch.refresh({ signal: never });
  };
  await until(() => watch.snapshot().lms?.state === "open");
  await look();
  return {
    ...machine,
    host: me,
    watch,
    book,
    lms,
    events,
    changes,
    until,
    look,
    async close() {
      await Promise.all(looks);
      await lms.close();
      await me.close();
      await machine.close();
    },
  };
}
