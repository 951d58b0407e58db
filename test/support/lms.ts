import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Lms, type LmsOptions, openLms } from "../../agent/lms/lms.ts";
import type { Logger } from "../../agent/log.ts";
import type { Fields } from "../../agent/log-fields.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { type Clock, realClock } from "../../platform/clock.ts";
import { linuxTcpOwners } from "../../platform/tcp-owner.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { echo, type Service } from "../../virtual-me/lme/services.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";

export const ECHO = 20_007;

export interface Logged extends Logger {
  readonly lines: readonly { readonly level: string; readonly sentence: string; readonly fields: Fields }[];
}
/** A log that keeps what it is told. */
export function keptLog(): Logged {
  const lines: { level: string; sentence: string; fields: Fields }[] = [];
  const at =
    (level: string) =>
    (sentence: string, fields: Fields = {}): void =>
      void lines.push({ level, sentence, fields });
  const log: Logged = {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => log,
  };
  return log;
}

export interface Served {
  readonly lms: Lms;
  readonly log: Logged;
  /** Where one of AMT's ports can be reached, as soon as it can. */
  at(port: number): Promise<number>;
  /** A connection to it, errors of which are kept for whoever asks. */
  connect(port: number, host?: string): Promise<Socket>;
  close(): Promise<void>;
}
/** The local manageability service on a driver, on any free ports. */
export function servedLms(driver: MeiDriver, options: Partial<LmsOptions> = {}): Served {
  const log = keptLog();
  const lms = openLms({
    driver,
    clock: realClock,
    log,
    reach: "loopback",
    targets: new Set(),
    owners: linuxTcpOwners(),
    place: () => 0,
    ...options,
  });
  const at = async (port: number): Promise<number> => {
    const local = (): number | undefined => {
      const [first] = lms.view().ports.find((one) => one.port === port)?.at ?? [];
      return first === undefined ? undefined : Number(first.split(":").at(-1));
    };
    await told(lms, () => local() !== undefined);
    return local() as number;
  };
  return {
    lms,
    log,
    at,
    async connect(port, host = "127.0.0.1") {
      const socket = connect({ host, port: await at(port) });
      await once(socket, "connect");
      return socket.on("error", () => {});
    },
    close: () => lms.close(),
  };
}
/** Resolves when the view is such. */
export const told = (lms: Lms, fits: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!fits()) return;
      stop();
      resolve();
    };
    const stop = lms.listen(look);
    look();
  });

/** A virtual ME in this process with an echo, and the service on it. */
export async function lmsOn(
  machine: string,
  {
    services = {},
    prepare,
    ...options
  }: Partial<LmsOptions> & {
    services?: Readonly<Record<number, Service>>;
    prepare?: (me: VirtualMe) => void;
  } = {},
): Promise<Served & { readonly me: VirtualMe }> {
  const me = await createVirtualMe(machine, { clock: realClock });
  me.lme.services.set(ECHO, echo);
  for (const [port, service] of Object.entries(services)) me.lme.services.set(Number(port), service);
  prepare?.(me);
  const driver = virtualDriver(me);
  const served = servedLms(driver, options);
  return {
    ...served,
    me,
    async close() {
      await served.close();
      await driver.close();
      me.close();
    },
  };
}

/** Sends `total` random bytes through an echo and reads as many; says whether they are the same. */
export async function throughEcho(stream: Duplex, total: number, block = 65_536): Promise<boolean> {
  const sent = createHash("sha256");
  const got = createHash("sha256");
  const piece = randomBytes(block);
  let received = 0;
  const all = new Promise<void>((resolve, reject) => {
    stream.on("data", (chunk: Buffer) => {
      got.update(chunk);
      received += chunk.length;
      if (received >= total) resolve();
    });
    stream.once("close", () => reject(new Error(`closed after ${received} of ${total} bytes`)));
  });
  all.catch(() => {}); // awaited below, perhaps after it failed
  for (let left = total; left > 0; ) {
    const bytes = piece.subarray(0, Math.min(left, block));
    sent.update(bytes);
    left -= bytes.length;
    if (!stream.write(bytes)) await Promise.race([once(stream, "drain"), all]);
  }
  await all;
  return received === total && sent.digest("hex") === got.digest("hex");
}
export const closed = (socket: Socket): Promise<unknown> =>
  socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once("close", resolve));

/** Real time, so many times as fast for whoever waits. */
export const fastClock = (times: number): Clock => ({
  now: realClock.now,
  monotonic: () => realClock.monotonic() * times,
  after: (ms, what, options) => realClock.after(ms / times, what, options),
});
