import { expect, onTestFinished, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { Event } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { realClock } from "../../platform/clock.ts";
import { openHerald } from "../../tray/herald.ts";
import type { NoticeMemory } from "../../tray/notice-memory.ts";
import { type NoticeState, type NoticeStep, nothingShown } from "../../tray/notices.ts";
import { alertEvent, eventTime as at } from "../support/alert-event.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";

const opened = (id: number): Event => alertEvent(id, message("event.session.opened", { kind: "SOL" }));
const closed = (id: number): Event => alertEvent(id, message("event.session.closed", { kind: "SOL" }));
const page = (events: readonly Event[], more: boolean) => ({
  status: 200,
  body: { events, more, last: events.at(-1)?.id ?? 0 },
});

/** A tray that begins with this state, beside a service that answers so. */
async function begun(last: NoticeState, answers: Readonly<Record<string, ReturnType<typeof page>>>) {
  const service = await startToldService(snapshotOf("managed"));
  onTestFinished(() => service.remove());
  for (const [url, answer] of Object.entries(answers)) service.answers.set(url, answer);
  const steps: NoticeStep[] = [];
  let kept = last;
  const memory: NoticeMemory = {
    last,
    keep(state) {
      kept = state;
    },
    settled: async () => {},
  };
  const troubles: string[] = [];
  const herald = openHerald({
    client: apiClient({ socket: service.socket, clock: realClock }),
    memory,
    perform: async (some) => void steps.push(...some),
    despiteQuiet: "kvm",
    signal: new AbortController().signal,
    onTrouble: (text) => void troubles.push(text),
  });
  herald.begin();
  await herald.settled();
  return { herald, steps, troubles, seen: kept.seen };
}

test("the first tray ever asks for the newest event alone, and tells nothing of the past", async () => {
  const { herald: _, ...outcome } = await begun(nothingShown, { "/v1/events?limit=1": page([closed(5_000)], true) });
  expect(outcome).toEqual({ steps: [], troubles: [], seen: { id: 5_000, at: at(5_000) } });
});

test("what was missed is one notice, however many pages it takes", async () => {
  const { steps, troubles, seen } = await begun(
    { ...nothingShown, seen: { id: 10, at: at(10) } },
    {
      "/v1/events?after=10&limit=1000": page([opened(11), closed(12)], true),
      "/v1/events?after=12&limit=1000": page([opened(13), closed(14)], false),
    },
  );
  expect(troubles).toEqual([]);
  expect(steps).toMatchObject([{ do: "show", notice: { message: { code: "notice.away", params: { sessions: 2 } } } }]);
  expect(seen).toEqual({ id: 14, at: at(14) });
});

test("what may not disturb waits until the desktop may be disturbed again, and is told then if it still holds", async () => {
  const { herald, steps } = await begun(
    { ...nothingShown, seen: { id: 10, at: at(10) } },
    { "/v1/events?after=10&limit=1000": page([], false) },
  );
  const codes = (): string[] =>
    steps.splice(0).map((step) => (step.do === "withdraw" ? `- ${step.subject}` : step.notice.message.code));
  herald.quieted(true);
  herald.heard(opened(11));
  await herald.settled();
  expect(codes()).toEqual([]);
  herald.heard(closed(12));
  await herald.settled();
  expect(codes()).toEqual(["- session:SOL"]);
  herald.quieted(false);
  await herald.settled();
  expect(codes()).toEqual(["notice.lasted"]);
  // Told once
  herald.quieted(true);
  herald.quieted(false);
  await herald.settled();
  expect(codes()).toEqual([]);
});

test("a session in which the screen is seen disturbs all the same", async () => {
  const { herald, steps } = await begun(
    { ...nothingShown, seen: { id: 10, at: at(10) } },
    { "/v1/events?after=10&limit=1000": page([], false) },
  );
  herald.quieted(true);
  herald.heard({ ...opened(11), message: message("event.session.opened", { kind: "KVM" }) });
  await herald.settled();
  expect(steps).toMatchObject([{ do: "show", notice: { subject: "session:KVM" } }]);
});

test("what was missed waits too where its user is not to be disturbed", async () => {
  const { herald, steps } = await begun(
    { ...nothingShown, seen: { id: 10, at: at(10) } },
    { "/v1/events?after=10&limit=1000": page([], false), "/v1/events?after=12&limit=1000": page([], false) },
  );
  herald.quieted(true);
  await herald.settled();
  expect(steps).toEqual([]);
});
