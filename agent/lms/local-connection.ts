import { connect, type Socket } from "node:net";
import { type Clock, deadline, sleep } from "../../platform/clock.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import { LmsError } from "./errors.ts";

export interface LocalConnectionOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What to say when nobody listens. */
  readonly refused: (cause: Error) => Error;
  readonly owners: TcpOwners;
  /** Users whose programs may listen there, beside root and ourselves. */
  readonly trusted?: ReadonlySet<number>;
}

/** ms for whoever listens to take the connection, and between looks at whether he has. */
const TAKEN = 5_000;
const LOOK = 20;

/**
 * A connection to AMT's port as a program of this machine offers it. What is sent on it helps to guess a password, and any user may
 * listen there while nobody else does: so the one who has taken this very connection is looked at, where the system tells who he is.
 * Rejects with `refused`, LMS_UNTRUSTED or the signal's reason.
 */
export async function connectLocally(
  place: { readonly host: string; readonly port: number },
  { signal, clock, refused, owners, trusted = new Set() }: LocalConnectionOptions,
): Promise<Socket> {
  const socket = await connected(place, { signal, refused });
  if (!owners.tells) return socket;
  socket.on("error", () => {}); // `close` follows, and whoever uses it sees that
  try {
    const late = (): Error => untrusted(place, "nobody has taken the connection");
    const uid = await ownerOnceTaken(socket, { signal, clock, owners, late });
    if (uid === 0 || uid === process.geteuid?.() || trusted.has(uid)) return socket;
    throw untrusted(place, `the program that listens there belongs to user ${uid}`);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

const untrusted = ({ host, port }: { host: string; port: number }, why: string): LmsError =>
  new LmsError(
    "LMS_UNTRUSTED",
    `nothing is sent to AMT's port at ${host}:${port}: ${why}. Only root, this user and the service's user are believed to pass it on to AMT: find out what runs there, and stop it`,
  );

/** Until it is taken, a connection is nobody's. */
async function ownerOnceTaken(
  socket: Socket,
  {
    signal,
    clock,
    owners,
    late,
  }: Pick<LocalConnectionOptions, "signal" | "clock" | "owners"> & { readonly late: () => Error },
): Promise<number> {
  const peer = { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
  const own = { address: socket.localAddress ?? "", port: socket.localPort ?? 0 };
  const limit = deadline(clock, TAKEN, [signal], late);
  try {
    for (;;) {
      if (socket.destroyed || peer.address === "") throw late();
      const uid = await owners.ownerOf({ peer, own });
      if (uid !== undefined) return uid;
      await sleep(clock, LOOK, { signal: limit.signal });
    }
  } finally {
    limit.done();
  }
}

function connected(
  place: { readonly host: string; readonly port: number },
  { signal, refused }: Pick<LocalConnectionOptions, "signal" | "refused">,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const socket = connect(place);
    const over = (): void => {
      socket.off("error", onError);
      signal.removeEventListener("abort", onAbort);
    };
    const onError = (cause: Error): void => {
      over();
      reject(refused(cause));
    };
    const onAbort = (): void => {
      over();
      socket.destroy();
      reject(signal.reason);
    };
    socket.once("error", onError);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", () => {
      over();
      resolve(socket);
    });
  });
}
