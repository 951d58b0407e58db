import { codeOf } from "../../../mei/errors.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Snapshot } from "../../api/snapshot.ts";
import { type Message, message } from "../../api/texts.ts";
import type { Seen } from "../../health.ts";
import type { Logger } from "../../log.ts";
import type { Values } from "../../settings-table.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import { type Standing, standingOf } from "./standing.ts";

/** The service's side of sending: it keeps reports for the sender, and says how far that has got. It has no network itself. */
export interface Delivery {
  /** `line`: a sealed report. Resolves when it is on the disk. Rejects what the system says. */
  add(line: string): Promise<void>;
  /** Looks now how far the sender has got. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface DeliveryOptions {
  readonly values: Pick<
    Values,
    "posture.send" | "posture.spoolDir" | "posture.sendDir" | "posture.spoolMegabytes" | "posture.spoolReports"
  >;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tell: (events: readonly Message[]) => void;
  readonly note: (seen: readonly Seen[]) => void;
  readonly show: (view: Snapshot["delivery"]) => void;
}

/** ms between two looks. */
const EVERY = 30_000;
/** ms in which a sender shows itself, be it by an attempt that fails: longer than it waits between two. */
const ALIVE = 900_000;

type Named = Standing & { readonly name: string };

/** undefined where the configuration names nobody to send to. */
export function openDelivery({ values, clock, log, tell, note, show }: DeliveryOptions): Delivery | undefined {
  const names = values["posture.send"].map(({ name }) => name);
  if (names.length === 0) return undefined;
  let outbox: Outbox | undefined;
  let unkept: Seen[] = [];
  let before: readonly Named[] = [];
  let closed = false;
  let stop = (): void => {};
  let looking: Promise<void> = Promise.resolve();

  const standings = (): Promise<Named[]> =>
    Promise.all(
      names.map(async (name) => ({
        name,
        ...(await standingOf(values["posture.sendDir"], name, outbox?.entries() ?? [])),
      })),
    );
  function onDropped(numbers: readonly number[]): void {
    // Those that went were the oldest, and nobody was told of one that everybody has
    const late = before.filter(({ cursor }) => cursor < (numbers.at(-1) ?? 0));
    const count = Math.max(0, ...late.map(({ cursor }) => numbers.filter((one) => one > cursor).length));
    if (count > 0) tell([message("event.posture.dropped", { count, destinations: namesOf(late) })]);
  }
  async function open(): Promise<Outbox> {
    outbox ??= await openOutbox({
      directory: values["posture.spoolDir"],
      most: { reports: values["posture.spoolReports"], bytes: values["posture.spoolMegabytes"] * 1024 * 1024 },
      clock,
      onDropped,
    });
    return outbox;
  }
  async function once(): Promise<void> {
    try {
      const box = await open();
      const now = await standings();
      await box.forget(Math.min(...now.map(({ cursor }) => cursor)));
      tell(refusals(before, now));
      before = now;
      note([...unkept, ...conditionsOf(now, clock.now().getTime())]);
      show(
        now.map(({ name, waiting, since, failing }) => ({
          destination: name,
          waiting,
          since,
          code: failing?.code ?? null,
        })),
      );
    } catch (error) {
      log.warn("how far posture reports have got is not known", { error });
      note(outbox === undefined ? [unkeptBy(error)] : unkept);
    }
  }
  function look(): Promise<void> {
    looking = looking.then(once);
    return looking;
  }
  function plan(): void {
    stop = clock.after(EVERY, () => void look().then(() => closed || plan()), { background: true });
  }

  void look();
  plan();
  return {
    async add(line) {
      await looking; // what is dropped is judged by it
      try {
        await (await open()).add(line);
        unkept = [];
      } catch (error) {
        unkept = [unkeptBy(error)];
        throw error;
      } finally {
        await look();
      }
    },
    look,
    async close() {
      closed = true;
      stop();
      await looking;
      stop();
      await outbox?.close();
    },
  };
}

const unkeptBy = (error: unknown): Seen => ({ code: "posture-unkept", params: { code: codeOf(error) } });
const namesOf = (all: readonly Named[]): string => all.map(({ name }) => name).join(", ");

/** Pure. */
export function conditionsOf(all: readonly Named[], now: number): Seen[] {
  const late = all.filter(({ waiting }) => waiting > 0);
  const failing = late.filter(({ failing }) => failing !== null);
  const isIdle = ({ at, since }: Named): boolean =>
    now - Math.max(Date.parse(at ?? "1970-01-01"), Date.parse(since ?? "1970-01-01")) > ALIVE;
  const idle = late.filter(isIdle);
  if (idle.length > 0 && idle.length === late.length)
    return [{ code: "posture-no-sender", params: { count: Math.max(...idle.map(({ waiting }) => waiting)) } }];
  if (failing.length === 0) return [];
  const code = failing[0]?.failing?.code ?? "UNEXPECTED";
  return [{ code: "posture-unsent", params: { destinations: namesOf(failing), code } }];
}

/** What is refused since the last look. At the first one nothing is news. Pure. */
export function refusals(before: readonly Named[], now: readonly Named[]): Message[] {
  return now.flatMap(({ name, refused, refusedCode }) => {
    const was = before.find((one) => one.name === name);
    const count = was === undefined ? 0 : refused - was.refused;
    if (count <= 0) return [];
    return [message("event.posture.refused", { destination: name, count, code: refusedCode ?? "UNEXPECTED" })];
  });
}
