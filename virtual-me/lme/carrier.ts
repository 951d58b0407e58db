import type { Carrier } from "../../mei/apf/endpoint.ts";
import { inbox } from "../../mei/drivers/inbox.ts";
import { MeiError } from "../../mei/errors.ts";
import type { Fault } from "../faults.ts";
import type { Host } from "../link.ts";
import { later, type World } from "../world.ts";

export interface LinkCarrier extends Carrier {
  /** A message of the host. */
  push(message: Buffer): void;
  /** The connection is over. */
  end(): void;
  readonly isOver: boolean;
}
interface Parts {
  readonly world: World;
  readonly host: Host;
  readonly maxMessage: number;
  readonly reset: () => void;
  /** The fault of the moment, for each message of the host. */
  readonly fault: () => Fault | undefined;
}

/** The firmware's end of a connection to LME. Faults other than a reset spoil the message that is sent next. */
export function linkCarrier({ world, host, maxMessage, reset, fault }: Parts): LinkCarrier {
  const box = inbox({ client: "local manageability" });
  const spoiled: Fault[] = [];
  let isDeaf = false;
  let before: Buffer = Buffer.alloc(0);

  const put = (message: Buffer): void => {
    if (!box.ended) host.message(message);
  };
  function deliver(message: Buffer): void {
    const one = spoiled.shift();
    switch (one?.kind) {
      case "short":
        put(message.subarray(0, one.keep ?? Math.floor(message.length / 2)));
        break;
      case "empty":
        put(Buffer.alloc(0));
        break;
      case "late":
        later(world, one.ms ?? 60_000, () => put(message));
        break;
      case "stale":
        put(before);
        put(message);
        break;
      default:
        put(message);
    }
    before = message;
  }
  return {
    maxMessage,
    push(message) {
      if (isDeaf) return;
      const found = fault();
      if (found?.kind === "reset" || found?.kind === "resetIdle" || found?.kind === "resetBefore") return reset();
      if (found?.kind === "lost") return;
      if (found?.kind === "hang") isDeaf = true;
      else if (found) spoiled.push(found);
      if (!isDeaf) box.push(Buffer.from(message)); // a device may use its buffer again
    },
    get isOver() {
      return box.ended !== undefined;
    },
    end: () => box.end(new MeiError("ME_GONE", "the connection to the host is over")),
    async send(message, { signal }) {
      signal.throwIfAborted();
      if (box.ended) throw box.ended;
      deliver(message);
      await host.room?.();
    },
    receive: (options) => box.receive(options),
    // The connection is the host's: it stays, mute, until the host closes it.
    async close() {
      isDeaf = true;
    },
  };
}
