import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MeiClient } from "../../mei/clients.ts";
import type { MeiConnection, MeiDriver } from "../../mei/port.ts";

/** One driver under test, on a device where `client` takes one connection and answers `request` with `reply`. */
export interface Subject {
  readonly driver: MeiDriver;
  readonly client: MeiClient;
  readonly request: Buffer;
  readonly reply: Buffer;
  /** A client this device does not have. */
  readonly missing: MeiClient;
  /** Makes the ME reset itself. */
  reset(): void | Promise<void>;
  /** Another program's driver on the same device. */
  second(): MeiDriver;
  /** What is held must be let go of; also after the driver was closed. */
  close(): Promise<void>;
}

/** What `mei/port.ts` promises, for any driver. Uses no time of its own. */
export function driverContract(name: string, make: () => Promise<Subject>): void {
  describe(`${name} keeps the contract of MeiDriver`, () => {
    const signal = new AbortController().signal;
    let subject: Subject;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(() => subject.close());
    const connect = (): Promise<MeiConnection> => subject.driver.connect(subject.client, { signal });
    const exchange = async (on: MeiConnection): Promise<Buffer> => {
      await on.send(subject.request, { signal });
      return on.receive({ signal });
    };
    const aborted = (): { signal: AbortSignal; reason: Error } => {
      const reason = new Error("enough");
      return { signal: AbortSignal.abort(reason), reason };
    };

    test("describes the device, anew at each call", async () => {
      const facts = await subject.driver.describe({ signal });
      expect(facts.firmwareStatus.length).toBeGreaterThan(0);
      expect(facts.firmwareVersions.length).toBeGreaterThan(0);
      expect(await subject.driver.describe({ signal })).toEqual(facts);
    });
    test("connects, exchanges one message for one, and tells the client's limits", async () => {
      const on = await connect();
      expect(on.client).toBe(subject.client);
      expect(on.maxMessage).toBeGreaterThanOrEqual(subject.request.length);
      expect(on.version).toBeGreaterThan(0);
      expect(await exchange(on)).toEqual(subject.reply);
      expect(await exchange(on)).toEqual(subject.reply);
    });
    test("messages keep their bounds and their order", async () => {
      const on = await connect();
      await Promise.all([1, 2, 3].map(() => on.send(subject.request, { signal })));
      for (const _ of [1, 2, 3]) expect(await on.receive({ signal })).toEqual(subject.reply);
    });
    test("gives every connection a greater generation", async () => {
      const first = await connect();
      await first.close();
      const second = await connect();
      expect(second.generation).toBeGreaterThan(first.generation);
    });
    test("refuses a client that is not there, and the next connection works", async () => {
      await expect(subject.driver.connect(subject.missing, { signal })).rejects.toMatchObject({ code: "ME_NO_CLIENT" });
      expect(await exchange(await connect())).toEqual(subject.reply);
    });
    test("refuses a second connection and names the holder, whichever program asks; then lets go", async () => {
      const first = await connect();
      await expect(connect()).rejects.toMatchObject({
        code: "ME_BUSY",
        holder: expect.stringContaining(`${process.pid}`),
      });
      const second = subject.second();
      await expect(second.connect(subject.client, { signal })).rejects.toMatchObject({ code: "ME_BUSY" });
      await first.close();
      expect(await exchange(await second.connect(subject.client, { signal }))).toEqual(subject.reply);
      await second.close();
      expect(await exchange(await connect())).toEqual(subject.reply);
    });
    test("refuses a message that is too large, and the connection stays good", async () => {
      const on = await connect();
      await expect(on.send(Buffer.alloc(on.maxMessage + 1), { signal })).rejects.toMatchObject({
        code: "ME_TOO_LARGE",
      });
      expect(await exchange(on)).toEqual(subject.reply);
    });
    test("an aborted wait loses no message", async () => {
      const on = await connect();
      const stop = new AbortController();
      const waiting = on.receive({ signal: stop.signal });
      const reason = new Error("enough");
      stop.abort(reason);
      await expect(waiting).rejects.toBe(reason);
      expect(await exchange(on)).toEqual(subject.reply);
    });
    test("does nothing when the signal has aborted", async () => {
      const { signal: gone, reason } = aborted();
      await expect(subject.driver.describe({ signal: gone })).rejects.toBe(reason);
      await expect(subject.driver.connect(subject.client, { signal: gone })).rejects.toBe(reason);
      const on = await connect();
      await expect(on.send(subject.request, { signal: gone })).rejects.toBe(reason);
      await expect(on.receive({ signal: gone })).rejects.toBe(reason);
      expect(await exchange(on)).toEqual(subject.reply);
    });
    test("aborting a connection attempt leaves the client free", async () => {
      const stop = new AbortController();
      const reason = new Error("enough");
      const attempt = subject.driver.connect(subject.client, { signal: stop.signal });
      stop.abort(reason);
      // Either is right: it was made before the abort, or it is not.
      const made = await attempt.catch((error: unknown) => {
        expect(error).toBe(reason);
        return undefined;
      });
      await made?.close();
      await expect.poll(async () => exchange(await connect())).toEqual(subject.reply);
    });
    test("closing settles the waiter, twice is once, and nothing works afterwards", async () => {
      const on = await connect();
      const waiting = on.receive({ signal });
      const lost = expect(waiting).rejects.toMatchObject({ code: "ME_CLOSED" });
      await Promise.all([on.close(), on.close()]);
      await lost;
      await on.close();
      await expect(on.send(subject.request, { signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
      await expect(on.receive({ signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
    });
    test("closing the driver settles every waiter and ends its use", async () => {
      const on = await connect();
      const lost = expect(on.receive({ signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
      await subject.driver.close();
      await lost;
      await expect(connect()).rejects.toMatchObject({ code: "ME_CLOSED" });
      await subject.driver.close();
    });
    test("an ME reset ends the connection with ME_GONE, and nothing of it reaches the next", async () => {
      const on = await connect();
      await on.send(subject.request, { signal });
      await subject.reset();
      const after = async (): Promise<unknown> => {
        for (;;) await on.receive({ signal });
      };
      await expect(after()).rejects.toMatchObject({ code: "ME_GONE" });
      await expect(on.send(subject.request, { signal })).rejects.toMatchObject({ code: "ME_GONE" });
      await on.close();
      const next = await connect();
      const stop = new AbortController();
      const nothing = next.receive({ signal: stop.signal });
      stop.abort(new Error("nothing came"));
      await expect(nothing).rejects.toThrow("nothing came");
      expect(await exchange(next)).toEqual(subject.reply);
    });
    test("an ME reset settles who waits", async () => {
      const on = await connect();
      const lost = expect(on.receive({ signal })).rejects.toMatchObject({ code: "ME_GONE" });
      await subject.reset();
      await lost;
    });
  });
}
