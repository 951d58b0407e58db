import assert from "node:assert/strict";
import { amthi } from "../../mei/clients.ts";
import { windowsDriver } from "../../mei/drivers/windows.ts";
import { WindowsConnection } from "../../mei/drivers/windows-connection.ts";
import { MeiError } from "../../mei/errors.ts";
import { realClock } from "../../platform/clock.ts";
import { openOverlapped } from "../../platform/native/overlapped.ts";
import { type Check, check, never, onlyOneOpen, rejection, request } from "./check.ts";

const code = (error: unknown): string | undefined => (error instanceof MeiError ? error.code : String(error));

/** The driver's connection over a channel whose other end is no ME: what it does with messages, not how it came about. */
async function connection(pipe: string): Promise<WindowsConnection> {
  const channel = await openOverlapped(pipe, { clock: realClock });
  const facts = { client: amthi, maxMessage: 512, version: 1, generation: 1, virtual: false };
  return new WindowsConnection(channel, facts, () => channel.close());
}

export const driverChecks = (pipe: string): Check[] => [
  check("no HECI device: describe says no ME and what to install", async () => {
    const driver = windowsDriver({ clock: realClock });
    const error = await rejection(driver.describe({ signal: never }));
    assert.equal(code(error), "ME_ABSENT");
    assert.match(String(error), /no ME.*install/);
    await driver.close();
    return String(error);
  }),
  check("no HECI device: connect says no ME", async () => {
    const driver = windowsDriver({ clock: realClock });
    assert.equal(code(await rejection(driver.connect(amthi, { signal: never }))), "ME_ABSENT");
    await driver.close();
  }),
  check("a device path that is not there: ME_ABSENT", async () => {
    const driver = windowsDriver({ clock: realClock, devicePath: `${pipe}-absent` });
    assert.equal(code(await rejection(driver.connect(amthi, { signal: never }))), "ME_ABSENT");
    await driver.close();
  }),
  check("a device that knows no CONNECT: ME_DRIVER, and its handles are closed", async () => {
    const driver = windowsDriver({ clock: realClock, devicePath: pipe });
    const error = await rejection(driver.connect(amthi, { signal: never }));
    assert.equal(code(error), "ME_DRIVER");
    await driver.close();
    await onlyOneOpen(pipe);
    assert.equal(code(await rejection(driver.connect(amthi, { signal: never }))), "ME_CLOSED");
    return String(error);
  }),
  check("connection: send and receive, and a message too large", async () => {
    const it = await connection(pipe);
    await it.send(request("echo", "hello"), { signal: never });
    assert.equal((await it.receive({ signal: never })).toString(), "hello");
    assert.equal(code(await rejection(it.send(Buffer.alloc(513), { signal: never }))), "ME_TOO_LARGE");
    await it.close();
  }),
  check("connection: an aborted receive leaves it usable; a second receive beside the first is refused", async () => {
    const it = await connection(pipe);
    const abort = new AbortController();
    const first = rejection(it.receive({ signal: abort.signal }));
    assert.equal(code(await rejection(it.receive({ signal: never }))), "ME_DRIVER");
    abort.abort(new Error("enough"));
    assert.match(String(await first), /enough/);
    await it.send(request("echo", "still here"), { signal: never });
    assert.equal((await it.receive({ signal: never })).toString(), "still here");
    await it.close();
  }),
  check("connection: the other end gone is ME_GONE, then and after", async () => {
    const it = await connection(pipe);
    const receive = rejection(it.receive({ signal: never }));
    await it.send(request("bye"), { signal: never });
    assert.equal(code(await receive), "ME_GONE");
    assert.equal(code(await rejection(it.receive({ signal: never }))), "ME_GONE");
    assert.equal(code(await rejection(it.send(Buffer.from("x"), { signal: never }))), "ME_GONE");
    await it.close();
  }),
  check("connection: closed with a receive waiting is ME_CLOSED, then and after", async () => {
    const it = await connection(pipe);
    const receive = rejection(it.receive({ signal: never }));
    await it.close();
    assert.equal(code(await receive), "ME_CLOSED");
    assert.equal(code(await rejection(it.send(Buffer.from("x"), { signal: never }))), "ME_CLOSED");
  }),
];
