import { connect, type Socket } from "node:net";
import type { Offer } from "../../mei/apf/live-channels.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import { arrivingFrom } from "./arriving.ts";
import { relay } from "./relay.ts";

/** ms: firmware assumes eight seconds (lms.md 1.8). */
const CONNECT = 8_000;

/**
 * The firmware wants to connect to somebody: only where the configuration says so, letter by letter. Intel LMS connects anywhere
 * (lms.md 1.8).
 */
export function connectOut(
  offer: Offer,
  { allowed, clock, onNotice }: { allowed: ReadonlySet<string>; clock: Clock; onNotice: (text: string) => void },
): void {
  const { targetAddress: address, targetPort: port } = offer.ends;
  const target = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  if (!allowed.has(target)) {
    onNotice(`the firmware may not connect to ${target}: lms.connectOut does not name it`);
    offer.refuse("administrativelyProhibited");
    return;
  }
  const limit = deadline(clock, CONNECT, [], () => new Error(`no connection within ${CONNECT} ms`));
  const socket: Socket = connect({ host: address, port, allowHalfOpen: true, signal: limit.signal });
  const onError = (error: Error): void => {
    limit.done();
    onNotice(`the firmware's connection to ${target} failed: ${error.message}`);
    offer.refuse("connectFailed");
  };
  socket.once("error", onError);
  socket.once("connect", () => {
    limit.done();
    socket.off("error", onError);
    socket.on("error", () => {}); // `close` follows, and is all that matters
    try {
      const arriving = arrivingFrom(socket);
      const presence = { gone: arriving.ended, look() {} }; // a server that has ended has said all
      void relay(offer.accept(), { socket, arriving, presence, clock, crowded: () => false });
    } catch (error) {
      onNotice(String(error)); // the firmware has changed its mind
      socket.destroy();
    }
  });
}
