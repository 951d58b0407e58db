import type { DestinationTo } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { type Letter, marksOf } from "../letter.ts";
import { type MqttSession, openMqtt } from "../mqtt/session.ts";
import { secureContext } from "../tls.ts";

/** Publishes each report with QoS 1. The connection lasts while there is something to send: a broker need not hold a fleet's connections. */
export function mqttCarrier(to: DestinationTo<"mqtt">, credentials: Credentials): Carrier {
  const { protocol, hostname, port } = new URL(to.url);
  const secure = protocol === "mqtts:";
  let session: MqttSession | undefined;
  let life: AbortController | undefined;

  async function open(signer: string, signal: AbortSignal): Promise<MqttSession> {
    const peer = {
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? (secure ? 8883 : 1883) : Number(port),
      context: secure ? secureContext(to, credentials) : undefined,
    };
    const who = {
      clientId: to.clientId.replaceAll("{signer}", signer),
      user: to.user,
      password: to.passwordFile && credentials.secret(to.passwordFile).reveal(),
    };
    // It outlives this report, and ends with a deadline of any of them
    const own = new AbortController();
    life = own;
    const give = (): void => own.abort(signal.reason);
    signal.addEventListener("abort", give, { once: true });
    try {
      return await openMqtt(peer, who, { signal: own.signal });
    } finally {
      signal.removeEventListener("abort", give);
    }
  }

  return {
    async deliver(letter, { signal }) {
      if (session?.isOver !== false) session = await open(letter.signer, signal);
      const end = (): void => life?.abort(signal.reason);
      signal.addEventListener("abort", end, { once: true });
      try {
        await session.publish(messageOf(letter, to));
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener("abort", end);
      }
    },
    rest() {
      session?.close();
      session = undefined;
    },
  };
}

export const messageOf = (letter: Letter, to: Pick<DestinationTo<"mqtt">, "topic" | "expiryHours">) => ({
  topic: to.topic.replaceAll("{signer}", letter.signer),
  payload: Buffer.from(letter.text),
  expiry: to.expiryHours * 3_600,
  contentType: "application/json",
  userProperties: marksOf(letter),
});
