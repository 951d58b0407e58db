import { createServer, isIP, type Server, type Socket } from "node:net";
import type { Clock } from "../../platform/clock.ts";

/** `loopback`: 127.0.0.1 and ::1. `host`: every address; who is let in is another's question. */
export type Reach = "loopback" | "host" | "off";
export type PortState = "opening" | "open" | "taken" | "denied" | "failed" | "off";
export interface PortView {
  /** As the firmware numbers it. */
  readonly port: number;
  readonly state: PortState;
  /** Where it can be reached, `127.0.0.1:16992`. */
  readonly at: readonly string[];
}

/** TCP ports of this machine behind which AMT's are. */
export interface Ports {
  /** These shall be open, and no others. A port that cannot be opened is tried again for ever, and does the others no harm. */
  set(ports: ReadonlySet<number>): void;
  readonly views: readonly PortView[];
  /**
   * Listens for a moment where nobody looks. The first listener of a process loads Node's resolver and compiles what tells IPv4 from
   * IPv6, which held the event loop up for 130 ms on a slow machine: better before the service says that it is ready.
   */
  rehearse(): Promise<void>;
  /** Settles when nothing listens any more; connections are their owner's. */
  close(): Promise<void>;
}

const HOSTS = { loopback: ["127.0.0.1", "::1"], host: ["0.0.0.0", "::"], off: [] } as const;
/** ms between attempts to open a port. */
const RETRY = 5_000;
const BACKLOG = 1_024;
/** Uses after which V8 has done with an expression. */
const COMPILED = 10;
/** Bytes that a connection may have waiting, so that a whole window of a channel's goes out in few calls of the system. */
const ROOM = 65_536;
/** What a machine says that has no such family: with ipv6.disable=1 there is IPv4 all the same (intel/lms issue 7). */
const NO_FAMILY = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

interface Entry {
  readonly port: number;
  state: PortState;
  servers: Server[];
  /** Of these servers. */
  at: readonly string[];
  stopRetry: () => void;
}

export function openPorts({
  reach,
  place,
  clock,
  onConnection,
  onChange,
  onProblem,
}: {
  readonly reach: Reach;
  /** The local port for one of the firmware's; 0 for any. */
  readonly place: (port: number) => number;
  readonly clock: Clock;
  readonly onConnection: (socket: Socket, port: number) => void;
  readonly onChange: () => void;
  readonly onProblem: (port: number, error: Error) => void;
}): Ports {
  const entries = new Map<number, Entry>();
  const closing = new Set<Promise<void>>();
  /** Families that this kernel has not: asking for one again makes it look for a module each time, which holds us up. */
  const unknown = new Set<number>();
  const hosts = (of: Reach): readonly string[] => HOSTS[of].filter((host) => !unknown.has(isIP(host)));
  const noteFamily = (host: string, error: unknown): void => {
    if ((error as NodeJS.ErrnoException).code === "EAFNOSUPPORT") unknown.add(isIP(host));
  };

  /** One family after the other, so that both get the same number where any will do. */
  async function open(entry: Entry): Promise<void> {
    let local = place(entry.port);
    let missing: Error | undefined;
    try {
      for (const host of hosts(reach)) {
        try {
          const server = await listening(host, local, (socket) => onConnection(socket, entry.port));
          entry.servers.push(server);
          local = portOf(server);
        } catch (error) {
          if (!NO_FAMILY.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
          noteFamily(host, error);
          missing = error as Error;
        }
        if (entries.get(entry.port) !== entry) return shut(entry);
      }
      if (entry.servers.length === 0) throw missing ?? new Error("no address to listen on");
      entry.at = entry.servers.map(addressOf);
      entry.state = "open";
    } catch (error) {
      shut(entry); // half a port would send some clients to whoever has the other half
      if (entries.get(entry.port) !== entry) return;
      const before = entry.state;
      entry.state = stateFor(error as NodeJS.ErrnoException);
      entry.stopRetry = clock.after(RETRY, () => void open(entry), { background: true });
      if (entry.state === before) return;
      onProblem(entry.port, error as Error);
    }
    onChange();
  }
  function shut(entry: Entry): void {
    for (const server of entry.servers.splice(0)) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      closing.add(closed);
      void closed.then(() => closing.delete(closed));
    }
  }
  function set(ports: ReadonlySet<number>): void {
    for (const [port, entry] of [...entries]) {
      if (ports.has(port)) continue;
      entries.delete(port);
      entry.stopRetry();
      shut(entry);
    }
    for (const port of ports) {
      if (entries.has(port)) continue;
      const state: PortState = reach === "off" ? "off" : "opening";
      const entry: Entry = { port, state, servers: [], at: [], stopRetry() {} };
      entries.set(port, entry);
      if (reach !== "off") void open(entry);
    }
    onChange();
  }

  return {
    set,
    get views() {
      return [...entries.values()]
        .map(({ port, state, at }) => ({ port, state, at: state === "open" ? at : [] }))
        .sort((a, b) => b.port - a.port); // the better known first
    },
    async rehearse() {
      for (const host of reach === "off" ? [] : hosts("loopback")) {
        // A port that cannot be opened is told of when it is wanted
        const any = await listening(host, 0, (socket) => socket.destroy()).catch((error) => noteFamily(host, error));
        if (any) await new Promise((resolve) => any.close(resolve));
        // What was compiled at the first use is compiled once more, to machine code, at one of the next
        for (let times = 0; times < COMPILED; times += 1) isIP(host);
      }
    },
    async close() {
      set(new Set());
      await Promise.all(closing);
    },
  };
}

/** `pauseOnConnect`: whoever serves it says when it is read. `allowHalfOpen`: a client that has said its last word still gets its answer. */
const listening = (host: string, port: number, onConnection: (socket: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(
      { allowHalfOpen: true, pauseOnConnect: true, noDelay: true, highWaterMark: ROOM },
      onConnection,
    );
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: true, backlog: BACKLOG }, () => {
      server.off("error", reject);
      server.on("error", () => {}); // of one connection that could not be taken (EMFILE): the next may be
      resolve(server);
    });
  });

function stateFor({ code }: NodeJS.ErrnoException): PortState {
  if (code === "EADDRINUSE") return "taken";
  return code === "EACCES" ? "denied" : "failed";
}

function boundTo(server: Server): { address: string; port: number } {
  const bound = server.address();
  return bound !== null && typeof bound === "object" ? bound : { address: "", port: 0 };
}
const portOf = (server: Server): number => boundTo(server).port;
function addressOf(server: Server): string {
  const { address, port } = boundTo(server);
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
