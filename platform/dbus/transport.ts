import net from "node:net";
import { DBusError } from "./errors.ts";

/** A socket to the bus, authenticated as our own user (D-Bus specification, "Authentication Protocol", mechanism EXTERNAL). */

const maxLine = 4096;

/** Tries the paths in order. Rejects with the signal's reason, or with the error of the last path. */
export async function openTransport(
  paths: readonly string[],
  { uid, signal }: { uid: number; signal: AbortSignal },
): Promise<net.Socket> {
  let last: unknown;
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      return await openOne(path, uid, signal);
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw last;
}

function openOne(path: string, uid: number, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ path });
    let line = Buffer.alloc(0);
    const where = path.replace("\0", "@");

    const done = (): void => {
      signal.removeEventListener("abort", onAbort);
      socket.off("connect", onConnect).off("data", onData).off("close", onClose).off("error", onError);
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
      if (!answer.startsWith("OK ") || end + 2 !== line.length) {
        fail(new DBusError("DBUS_AUTH", `the D-Bus at ${where} does not let user ${uid} in: ${answer}`));
        return;
      }
      done();
      socket.write("BEGIN\r\n");
      resolve(socket);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("connect", onConnect).on("data", onData).on("close", onClose).on("error", onError);
  });
}
