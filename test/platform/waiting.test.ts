import { describe, expect, test } from "vitest";
import { orAbandon } from "../../platform/abandon.ts";
import { slots } from "../../platform/slots.ts";

const signal = new AbortController().signal;

describe("slots", () => {
  test("at most so many run at a time, in order, and a failure gives its place back", async () => {
    const run = slots(2);
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const work = (name: string) => async (): Promise<string> => {
      order.push(name);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (name === "b") throw new Error("b failed");
      return name;
    };
    const results = await Promise.allSettled(["a", "b", "c", "d", "e"].map((name) => run(work(name))));
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
    expect(order).toEqual(["a", "b", "c", "d", "e"]);
    expect(most).toBe(2);
  });
});

describe("work that cannot be stopped", () => {
  const never = (): void => expect.unreachable();

  test("settles as it does while nobody aborts", async () => {
    expect(await orAbandon(Promise.resolve(1), never, { signal })).toBe(1);
    const failure = new Error("failed");
    await expect(orAbandon(Promise.reject(failure), never, { signal })).rejects.toBe(failure);
  });

  test("is abandoned with the reason, and what comes late is handed over", async () => {
    const stop = new AbortController();
    let finish = (_: number): void => {};
    const work = new Promise<number>((resolve) => {
      finish = resolve;
    });
    const late = new Promise((resolve) => {
      const outcome = orAbandon(work, resolve, { signal: stop.signal });
      expect(outcome).rejects.toThrow("enough").catch(resolve);
    });
    stop.abort(new Error("enough"));
    finish(7);
    expect(await late).toBe(7);
  });

  test("begun under a signal that is aborted already: the same", async () => {
    let late: unknown;
    const outcome = orAbandon(
      Promise.resolve(7),
      (value) => {
        late = value;
      },
      { signal: AbortSignal.abort(new Error("before")) },
    );
    await expect(outcome).rejects.toThrow("before");
    expect(late).toBe(7);
  });
});
