import { setMaxListeners } from "node:events";
import type { Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import { type Arriving, arrivingFrom } from "./arriving.ts";
import { LmsError } from "./errors.ts";
import { relayHttp } from "./http-relay.ts";
import type { LoginGuard } from "./logins.ts";
import { presenceOf } from "./presence.ts";
import { relay } from "./relay.ts";
import type { Slots } from "./slots.ts";

/** Programs of this machine that use AMT's ports through us. */
export interface Guests {
  take(socket: Socket, port: number): void;
  /** Connections, those that wait included. */
  readonly count: number;
  /** Ends all of them; settles when they are closed. */
  close(): Promise<void>;
}

/** Connections at once. */
const MOST = 1_000;
/** ms to say something, on a port where the client speaks first: until then it takes no channel. */
const FIRST = 30_000;
/** ms to wait for a channel. */
const QUEUE = 30_000;
/** AMT's web ports: HTTP, and the same with TLS. */
const PLAIN = [16992, 623];
const TLS = [16993, 664];
const speaksFirst = (port: number): boolean => PLAIN.includes(port) || TLS.includes(port);

interface Guest {
  readonly socket: Socket;
  user: string;
  waiting: boolean;
  isGone: () => boolean;
  done: Promise<void>;
}

export function openGuests({
  slots,
  logins,
  owners,
  clock,
  onTurnedAway,
}: {
  readonly slots: Slots;
  readonly logins: LoginGuard;
  readonly owners: TcpOwners;
  readonly clock: Clock;
  readonly onTurnedAway: (why: string, facts: { readonly port: number; readonly user?: string }) => void;
}): Guests {
  const guests = new Set<Guest>();
  const life = new AbortController();
  setMaxListeners(0, life.signal); // one for each that waits

  /** Full: whoever takes most of the room gives up a place for somebody who has less. */
  function makeRoom(newcomer: string): boolean {
    if (guests.size <= MOST) return true;
    const byUser = new Map<string, Guest[]>();
    for (const guest of guests) if (guest.waiting) byUser.set(guest.user, [...(byUser.get(guest.user) ?? []), guest]);
    const [most] = [...byUser.values()].sort((a, b) => b.length - a.length);
    if (!most || (most[0]?.user ?? newcomer) === newcomer || most.length <= (byUser.get(newcomer)?.length ?? 0) + 1)
      return false;
    most.at(-1)?.socket.destroy();
    return true;
  }

  /** `isLate`: there was no room when it came. */
  async function serve(guest: Guest, arriving: Arriving, port: number, isLate: boolean): Promise<void> {
    const { socket } = guest;
    if (socket.remoteAddress === undefined) return; // gone before it was here
    const peer = { address: socket.remoteAddress, port: socket.remotePort ?? 0 };
    const own = { address: socket.localAddress ?? "", port: socket.localPort ?? 0 };
    const uid = await owners.ownerOf({ peer, own });
    guest.user = uid === undefined ? `address ${peer.address}` : `uid ${uid}`;
    const { user } = guest;
    if (isLate && !makeRoom(user)) return onTurnedAway("too many connections", { port, user });
    const presence = presenceOf(socket, { arriving, owners, clock, ends: { peer, own } });
    guest.isGone = () => presence.gone.aborted;
    const open = async ({ signal }: { signal: AbortSignal }) => {
      const crowded = (): Error => new LmsError("LMS_CROWDED", `no channel of AMT's got free within ${QUEUE} ms`);
      const limit = deadline(clock, QUEUE, [signal, life.signal], crowded);
      try {
        return await slots.guest(port, { user, from: peer, signal: limit.signal });
      } finally {
        limit.done();
        guest.waiting = false;
      }
    };
    if (speaksFirst(port) && !(await saysSomething(arriving))) return;
    const parts = { socket, arriving, presence, clock, crowded: () => slots.crowded };
    if (PLAIN.includes(port)) return relayHttp({ ...parts, user, logins, open });
    const channel = await open({ signal: presence.gone });
    if (socket.destroyed) return void channel.destroy();
    await relay(channel, parts);
  }
  async function saysSomething(arriving: Arriving): Promise<boolean> {
    const limit = deadline(clock, FIRST, [life.signal], () => new Error("the client said nothing"));
    try {
      return await arriving.some({ signal: limit.signal });
    } finally {
      limit.done();
    }
  }

  return {
    take(socket, port) {
      socket.on("error", () => {}); // `close` follows, and is all that matters
      if (life.signal.aborted || guests.size > MOST * 2) return void socket.destroy();
      const arriving = arrivingFrom(socket, { held: !speaksFirst(port) && owners.tells });
      const guest: Guest = { socket, user: "", waiting: true, isGone: () => socket.destroyed, done: Promise.resolve() };
      guests.add(guest);
      guest.done = serve(guest, arriving, port, guests.size > MOST)
        .catch((error: unknown) => {
          if (!guest.isGone() && !life.signal.aborted)
            onTurnedAway(error instanceof Error ? error.message : String(error), { port, user: guest.user });
        })
        .finally(async () => {
          await leave(socket, clock);
          guests.delete(guest);
        });
    },
    get count() {
      return guests.size;
    },
    async close() {
      life.abort(new LmsError("LMS_CLOSED", "the service ends"));
      for (const { socket } of guests) socket.destroy();
      await Promise.all([...guests].map(({ done }) => done));
    },
  };
}

/** ms for a client to take our last word and say its own. */
const GOODBYE = 5_000;

/** Ends the connection cleanly; settles when it is closed. */
function leave(socket: Socket, clock: Clock): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = clock.after(GOODBYE, () => socket.destroy(), { background: true });
    socket.once("close", () => {
      stop();
      resolve();
    });
    if (!socket.destroyed) socket.end();
  });
}

/**
 * Is this an address of this very machine? Compared whole: Intel LMS leaves out the last byte of IPv6 addresses, and lets in neighbours
 * (lms.md 1.6). Link-local ones count only with the zone they belong to.
 */
export function isOwnAddress(address: string, interfaces = networkInterfaces()): boolean {
  if (address === "127.0.0.1" || address === "::1") return true;
  return Object.entries(interfaces).some(([name, found = []]) =>
    found.some((one) => {
      if (!one.address.startsWith("fe80:")) return one.address === address;
      const zone = one.family === "IPv6" ? String(one.scopeid) : "";
      return address === `${one.address}%${name}` || address === `${one.address}%${zone}`;
    }),
  );
}
