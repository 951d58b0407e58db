import type { Answer } from "../mei/command.ts";
import { WireError } from "../mei/wire/index.ts";
import type { Fault, Faults } from "./faults.ts";
import { refuse } from "./hosts/refuse.ts";
import { later, type World } from "./world.ts";

/** One connection as the firmware sees it. What the host has sent goes in; what it is to get comes out at `host`. */
export interface Link {
  readonly client: string;
  readonly maxMessage: number;
  readonly version: number;
  /** Takes one request; the reply, if any, has come out at `host.message` when this returns, unless a fault has it otherwise. */
  send(request: Buffer): void;
  close(): void;
}
export interface Host {
  message(reply: Buffer): void;
  /** Settles when the host has taken enough of what it got to be sent more, or is gone. Always so where this is not there. */
  room?(): Promise<void>;
  /** The start of a reply is on its way when the ME resets. Left out where messages arrive whole or not at all. */
  begun?(reply: Buffer): void;
  /** The ME was reset: this connection is over. */
  gone(): void;
}

interface Parts {
  readonly world: World;
  readonly faults: Faults;
  readonly answers: readonly Answer[];
  readonly host: Host;
  readonly reset: () => void;
  readonly isOpen: () => boolean;
}

/** What goes wrong with one reply. `deliver` sends it as it should be. */
type Effect = (reply: Buffer, deliver: (reply: Buffer) => void, fault: Fault, parts: Parts, before: Buffer) => void;
const effects: Readonly<Record<Exclude<Fault["kind"], "busy" | "resetBefore">, Effect>> = {
  reset(reply, _deliver, _fault, { host, reset }) {
    host.begun?.(reply);
    reset();
  },
  resetIdle(reply, deliver, _fault, { world, reset }) {
    deliver(reply);
    later(world, 0, reset);
  },
  short: (reply, deliver, { keep }) => deliver(reply.subarray(0, keep ?? Math.floor(reply.length / 2))),
  late: (reply, deliver, { ms = 60_000 }, { world }) => void later(world, ms, () => deliver(reply)),
  empty: (_reply, deliver) => deliver(Buffer.alloc(0)),
  hang: () => {},
  lost: () => {},
  stale(reply, deliver, _fault, _parts, before) {
    deliver(before);
    deliver(reply);
  },
};

/** The exchange of one connection: find the command, answer it, let the fault of the moment have its way. */
export function exchange(client: string, parts: Parts): (request: Buffer) => void {
  const answers = parts.answers.filter(({ command }) => command.client.name === client);
  // Before there was a reply, a stale one is that to a command of another caller: header only, of no command we know.
  let last = staleAt(client);
  const deliver = (reply: Buffer): void => {
    if (parts.isOpen()) parts.host.message(reply);
  };
  return (request) => {
    const found = answers.find(({ command }) => command.recognises(request));
    const fault = parts.faults.take(client, "request", found?.command.name);
    if (fault?.kind === "resetBefore") return parts.reset();
    parts.world.counts.add(`${client}.${found?.command.name ?? "unknown"}`);
    const reply = answer(client, found, request);
    const before = last;
    if (reply) last = reply;
    parts.world.settled();
    if (fault && fault.kind !== "busy") effects[fault.kind](reply ?? Buffer.alloc(0), deliver, fault, parts, before);
    else if (reply) deliver(reply);
  };
}

function answer(client: string, found: Answer | undefined, request: Buffer): Buffer | undefined {
  if (!found) return refuse(client, request, "unknown");
  try {
    found.command.decodeRequest(request);
  } catch (error) {
    if (error instanceof WireError) return refuse(client, request, "malformed");
    throw error;
  }
  return found.reply(request); // a reply that cannot be written is our own mistake, not the host's
}

const staleAt = (client: string): Buffer => {
  const nobodys = Buffer.alloc(16);
  nobodys[0] = 1;
  nobodys[1] = 1;
  nobodys.writeUInt32LE(0x0480_00ff, 4);
  nobodys.writeUInt32LE(4, 8);
  return client === "amthi" ? nobodys : Buffer.from([0xfe, 0xfe]);
};
