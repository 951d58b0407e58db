import { setImmediate as turn } from "node:timers/promises";
import type { ChannelStream } from "../../mei/apf/channel-stream.ts";
import { type Endpoint, runEndpoint } from "../../mei/apf/endpoint.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import { lme } from "../../mei/clients.ts";
import { type Alert, alertKey, readAlert } from "../../mei/wsman/alert.ts";
import type { Clock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { never } from "./virtual-machine.ts";

export interface AlertHost {
  readonly endpoint: Endpoint;
  /** As they came. */
  readonly posts: readonly string[];
  readonly alerts: readonly Alert[];
  readonly keys: readonly (string | undefined)[];
  /** Resolves when so many have come. */
  count(wanted: number): Promise<void>;
  close(): Promise<void>;
}
export interface Manners {
  readonly clock: Clock;
  /** Leaves every channel open. */
  readonly closes?: boolean;
  readonly refuses?: boolean;
}

/** The host's end of a real LME session that takes alerts as Intel LMS does: reads one, closes, answers nothing. */
export async function alertHost(me: VirtualMe, { clock, closes = true, refuses = false }: Manners): Promise<AlertHost> {
  const connection = await virtualDriver(me).connect(lme, { signal: never });
  const posts: string[] = [];
  const alerts: Alert[] = [];
  const endpoint = runEndpoint({
    connection,
    machine: hostSession(),
    clock,
    onOffer(offer) {
      if (refuses || offer.ends.targetPort !== 0) return offer.refuse("connectFailed");
      take(offer.accept());
    },
  });
  function take(channel: ChannelStream): void {
    let text = "";
    channel.on("error", () => {});
    channel.on("data", (part: Buffer) => {
      text += part.toString("utf8");
      const [head = "", body] = text.split("\r\n\r\n", 2);
      const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      posts.push(text);
      alerts.push(readAlert(body));
      if (closes) channel.end();
    });
  }
  await endpoint.whenForwarded([623, 664], { signal: never }); // the last it asks for
  return {
    endpoint,
    posts,
    alerts,
    get keys() {
      return alerts.map(alertKey);
    },
    async count(wanted) {
      for (let turns = 0; alerts.length < wanted; turns += 1) {
        if (turns > 2_000) throw new Error(`${alerts.length} of ${wanted} alerts have come`);
        await turn();
      }
    },
    close: () => endpoint.close(),
  };
}
