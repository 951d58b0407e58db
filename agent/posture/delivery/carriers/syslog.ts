import { once } from "node:events";
import type { DestinationTo } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { closed, dial } from "../socket.ts";
import { frameOf } from "../syslog/message.ts";
import { secureContext } from "../tls.ts";

/**
 * Syslog has no acknowledgement. Each report goes over a connection of its own, which is ended on this side; only when the other side has
 * ended it too, and in good order, has it read everything (RFC 5425, 4.4). What it does with it then nobody says.
 */
export function syslogCarrier(to: DestinationTo<"syslog">, credentials: Credentials): Carrier {
  return {
    async deliver(letter, { signal }) {
      const peer = { host: to.host, port: to.port, context: secureContext(to, credentials) };
      const socket = await dial(peer, { signal });
      try {
        socket.resume(); // it says nothing, but its end is only heard by whoever reads
        const ended = once(socket, "end", { signal });
        const broken = once(socket, "close").then(() => Promise.reject(closed()));
        broken.catch(() => {}); // it closes after its end as well
        socket.end(frameOf(letter, to));
        await Promise.race([ended, broken]);
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        socket.destroy();
      }
    },
    rest() {},
  };
}
