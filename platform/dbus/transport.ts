import net from "node:net";
import type { Transport } from "./descriptor.ts";
import { DBusError } from "./errors.ts";

/** A socket to the bus, authenticated as our own user (D-Bus specification, "Authentication Protocol", mechanism EXTERNAL). */

export interface TransportOptions {
  readonly uid: number;
  readonly signal: AbortSignal;
  /** Also take descriptors, where the bus hands them out (Linux). */
  readonly descriptors?: boolean | undefined;
}

const maxLine = 4096;

/** Tries the paths in order. Rejects with the signal's reason, or with the error of the last path. */
export async function openTransport(paths: readonly string[], options: TransportOptions): Promise<Transport> {
  const { signal } = options;
  let last: unknown;
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      return await openOne(path, options);
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw last;
}

async function openOne(path: string, { uid, signal, descriptors = false }: TransportOptions): Promise<Transport> {
  const parcels = descriptors ? await import("./parcels.ts") : undefined;
  return new Promise((resolve, reject) => {
    const raw = net.connect({ path });
    // Before it connects: then Node never reads what the other reader is to get
    const socket: Transport = parcels ? new parcels.ParcelSocket(raw.pause()) : raw;
    let line = Buffer.alloc(0);
    let authenticated = false;
    const where = path.replace("\0", "@");

    const done = (): void => {
      signal.removeEventListener("abort", onAbort);
      raw.off("connect", onConnect);
      socket.off("data", onData).off("close", onClose).off("error", onError);
    };
    const fail = (error: unknown): void => {
      done();
      // The socket may still report its own end: there is nobody left who waits for it.
      socket.on("error", () => {});
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const onError = (cause: Error): void =>
      fail(new DBusError("DBUS_CONNECT", `cannot connect to the D-Bus at ${where}: ${cause.message}`, { cause }));
    const onClose = (): void => fail(new DBusError("DBUS_AUTH", `the D-Bus at ${where} hung up on us`));
    const onConnect = (): void => {
      socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString("hex")}\r\n`);
    };
    const onData = (chunk: Buffer): void => {
      line = Buffer.concat([line, chunk]);
      const end = line.indexOf("\r\n");
      if (end < 0) {
        if (line.length > maxLine) fail(new DBusError("DBUS_AUTH", `the D-Bus at ${where} does not speak D-Bus`));
        return;
      }
      const answer = line.toString("latin1", 0, Math.min(end, 80));
      // Before BEGIN the server has nothing to say after its answer.
      if ((!authenticated && !answer.startsWith("OK ")) || end + 2 !== line.length) {
        fail(new DBusError("DBUS_AUTH", `the D-Bus at ${where} does not let user ${uid} in: ${answer}`));
        return;
      }
      if (descriptors && !authenticated) {
        authenticated = true;
        line = Buffer.alloc(0);
        // A bus that refuses answers ERROR, and later refuses the calls that would bring descriptors
        socket.write("NEGOTIATE_UNIX_FD\r\n");
        return;
      }
      done();
      socket.write("BEGIN\r\n");
      resolve(socket);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    raw.on("connect", onConnect);
    socket.on("data", onData).on("close", onClose).on("error", onError);
  });
}
