import type { Duplex } from "node:stream";
import type { ChannelStream } from "../../mei/apf/channel-stream.ts";
import { type Endpoint, runEndpoint } from "../../mei/apf/endpoint.ts";
import { ApfError } from "../../mei/apf/errors.ts";
import { lme as client } from "../../mei/clients.ts";
import { guidToBytes } from "../../mei/wire/index.ts";
import type { Faults } from "../faults.ts";
import type { Host, Link } from "../link.ts";
import type { LmeFacts } from "../machine.ts";
import { amtPorts, openPorts } from "../rules/ports.ts";
import type { World } from "../world.ts";
import { type LinkCarrier, linkCarrier } from "./carrier.ts";
import { firmwareSession } from "./firmware-session.ts";
import type { Service } from "./services.ts";

/** Local manageability of one virtual ME: its services, reached through channels of the session that a host has opened. */
export interface Lme {
  /** What stands behind which port. A port in here is asked for in the next session, also one the machine does not usually ask for. */
  readonly services: Map<number, Service>;
  /** Instead of the machine's own, from the next session on. */
  readonly facts: { -readonly [K in keyof LmeFacts]: LmeFacts[K] };
  /** The session of the moment. */
  readonly session: Endpoint | undefined;
  /**
   * A channel towards the host by which alerts are delivered: direct-tcpip to port 0 (lms.md 1.8). Rejects APF_CLOSED without a
   * session, APF_NOT_FORWARDED while it begins, APF_REFUSED, or the signal's reason.
   */
  openAlertChannel(options: { signal: AbortSignal }): Promise<Duplex>;
}
export interface LmeHost extends Lme {
  /** What stands behind ports that AMT's settings open. */
  readonly settingsPorts: Map<number, Service>;
  /** Begins the session of one connection. */
  attach(parts: {
    readonly host: Host;
    readonly maxMessage: number;
    readonly reset: () => void;
    /** Ends the connection from the ME's side. */
    readonly drop: () => void;
  }): Pick<Link, "send" | "close">;
}

/** What AMT's own address is told to be; never resolved by anybody. */
const ALERT_HOST = "localhost";

/** A host that goes is nothing to end the ME for: whoever has no use for the error sees that the stream is closed. */
const quiet = (channel: ChannelStream): ChannelStream => channel.on("error", () => {});

export function lmeHost(world: World, faults: Faults): LmeHost {
  const services = new Map<number, Service>();
  const settingsPorts = new Map<number, Service>();
  const facts = { ...world.machine.facts.lme.value };
  let session: Endpoint | undefined;

  const usual = world.machine.facts.lme.value.ports;
  /** Those of AMT come and go with its settings; what a test has put behind others is always there. */
  function forwards(): { address: string; port: number }[] {
    const own = facts.ports === usual ? openPorts(world, "local") : world.enabled ? facts.ports : [];
    const others = [...services.keys()].filter((port) => !amtPorts.includes(port) && !facts.ports.includes(port));
    return [...own, ...others].map((port) => ({ address: world.fqdn, port }));
  }
  world.settled = () => session?.want(forwards());

  function begin(carrier: LinkCarrier, drop: () => void): void {
    if (carrier.isOver) return;
    world.counts.add("lme.sessions");
    const { window, slots, authenticates, dropsOnClose } = facts;
    const uuid = guidToBytes(world.machine.facts.uuid.value) ?? Buffer.alloc(16);
    const mine = runEndpoint({
      connection: carrier,
      machine: firmwareSession({ uuid, forwards: forwards(), window, slots, authenticates }),
      clock: world.clock,
      onOffer({ ends, accept, refuse }) {
        const service = services.get(ends.targetPort) ?? settingsPorts.get(ends.targetPort);
        if (!service) return refuse("connectFailed");
        world.counts.add("lme.channels");
        service(quiet(accept()), { address: ends.originAddress, port: ends.originPort });
      },
      ...(dropsOnClose && { onFree: drop }),
    });
    session = mine;
    void mine.closed.then(() => {
      if (session === mine) session = undefined;
    });
  }

  return {
    services,
    settingsPorts,
    facts,
    get session() {
      return session;
    },
    async openAlertChannel({ signal }) {
      if (!session) throw new ApfError("APF_CLOSED", "no host has a session with this ME");
      return quiet(await session.openChannel(0, { signal, target: ALERT_HOST }));
    },
    attach({ host, maxMessage, reset, drop }) {
      const carrier = linkCarrier({ world, host, maxMessage, reset, fault: () => faults.take(client.name, "request") });
      // Later: the host is to hear that it is connected before it hears us.
      queueMicrotask(() => begin(carrier, drop));
      return {
        send: (message) => carrier.push(message),
        close: () => carrier.end(),
      };
    },
  };
}
