import { MeiError } from "../../mei/errors.ts";
import * as busHbm from "./bus-messages.ts";
import * as clientHbm from "./client-messages.ts";
import type { BusClient } from "./clients.ts";
import type { Connection } from "./connection.ts";
import { type AnyHbmMessage, type HbmMessage, type HbmStatus, readHbm } from "./message.ts";
import { atLeast, type HbmVersion } from "./version.ts";
import { HbmViolation } from "./violation.ts";

/** What the host and the ME have agreed on since the host's last reset. */
export interface Agreement {
  /** Spoken from now on: the older of both. Undefined until the host has started. */
  version: HbmVersion | undefined;
  vtags: boolean;
  /** The host takes clients that come later. */
  mayAdd: boolean;
  isolated: boolean;
}

/** The bus as its messages see it. */
export interface Controlled {
  readonly version: HbmVersion;
  readonly agreed: Agreement;
  readonly clients: Map<number, BusClient>;
  say<T>(message: HbmMessage<T>, value: T): void;
  find(meAddress: number, hostAddress: number): Connection | undefined;
  /** Throws MeiError as VirtualMe.connect. */
  connect(client: BusClient, hostAddress: number): Connection;
  disconnect(connection: Connection): void;
  /** The host has answered to a client we offered. */
  added(meAddress: number, taken: boolean): void;
  stopped(): void;
  awake(): void;
}

export const propertiesOf = (client: BusClient | undefined) => ({
  uuid: client?.uuid ?? "00000000-0000-0000-0000-000000000000",
  version: client?.version ?? 0,
  maxConnections: client?.maxConnections ?? 0,
  fixedAddress: client?.fixed ? client.address : 0,
  flags: { singleBuffer: client?.singleBuffer ?? false, vtag: client?.vtag ?? false, other: 0 },
  maxMessage: client?.maxMessage ?? 0,
});

interface Handler {
  readonly message: AnyHbmMessage;
  run(raw: Buffer): void;
}

/** The firmware half of the host bus messages. The result takes one message; throws WireError, HbmViolation. */
export function control(bus: Controlled): (raw: Buffer) => void {
  const { agreed, clients } = bus;
  const on = <T>(message: HbmMessage<T>, run: (value: T) => void): Handler => ({
    message,
    run: (raw) => run(readHbm(message, raw)),
  });
  const handlers = new Map(
    [
      on(busHbm.startRequest, (theirs) => {
        if (agreed.version) throw new HbmViolation("started twice");
        const { major, minor } = bus.version;
        const supported = atLeast(bus.version, theirs);
        agreed.version = supported ? { major: theirs.major, minor: theirs.minor } : bus.version;
        bus.say(busHbm.startResponse, { supported, major, minor });
      }),
      on(busHbm.stopRequest, () => {
        bus.say(busHbm.stopResponse, {});
        bus.stopped();
      }),
      on(busHbm.capabilitiesRequest, ({ wanted }) => {
        agreed.vtags = wanted.vtag;
        bus.say(busHbm.capabilitiesResponse, { granted: { vtag: wanted.vtag, clientDma: false, other: 0 }, more: 0 });
      }),
      on(busHbm.dmaSetupRequest, () => bus.say(busHbm.dmaSetupResponse, { status: "notAllowed" })),
      on(clientHbm.clientDmaMapRequest, () => bus.say(clientHbm.clientDmaMapResponse, { status: "notAllowed" })),
      on(clientHbm.clientDmaUnmapRequest, () => bus.say(clientHbm.clientDmaUnmapResponse, { status: "notAllowed" })),
      on(busHbm.enumerateRequest, ({ flags }) => {
        agreed.mayAdd = flags.allowAdd;
        const addresses = Buffer.alloc(32);
        for (const address of clients.keys())
          addresses[address >> 3] = (addresses[address >> 3] ?? 0) | (1 << (address & 7));
        bus.say(busHbm.enumerateResponse, { addresses });
      }),
      on(busHbm.propertiesRequest, ({ meAddress }) => {
        const client = clients.get(meAddress);
        const status = client ? "success" : "notFound";
        bus.say(busHbm.propertiesResponse, { meAddress, status, properties: propertiesOf(client) });
      }),
      on(clientHbm.connectRequest, ({ meAddress, hostAddress }) => {
        const outcome = connected(bus, meAddress, hostAddress);
        const status = typeof outcome === "string" ? outcome : "success";
        bus.say(clientHbm.connectResponse, { meAddress, hostAddress, status });
        if (typeof outcome !== "string") outcome.begin();
      }),
      on(clientHbm.disconnectRequest, ({ meAddress, hostAddress }) => {
        const found = bus.find(meAddress, hostAddress);
        if (found) bus.disconnect(found);
        // Also where nothing was connected: the driver waits 15 s after any other status (client.c, __mei_cl_disconnect).
        bus.say(clientHbm.disconnectResponse, { meAddress, hostAddress, status: "success" });
      }),
      on(clientHbm.disconnectResponse, () => {}), // to a disconnection of ours, which needed no consent
      // A connection that has just ended may still be credited: the driver empties its queues only with our answer.
      on(clientHbm.flowControl, ({ meAddress, hostAddress }) => bus.find(meAddress, hostAddress)?.credited()),
      on(clientHbm.notifyRequest, ({ meAddress, hostAddress, start }) => {
        const status = notifying(bus.find(meAddress, hostAddress), start);
        bus.say(clientHbm.notifyResponse, { meAddress, hostAddress, status, start });
      }),
      on(busHbm.addClientResponse, ({ meAddress, status }) => bus.added(meAddress, status === "success")),
      on(busHbm.isolationEntryRequest, () => {
        bus.say(busHbm.isolationEntryResponse, {});
        agreed.isolated = true;
      }),
      on(busHbm.isolationExitResponse, () => bus.awake()),
    ].map((handler) => [handler.message.code, handler] as const),
  );
  return (raw) => {
    const code = raw[0];
    const handler = code === undefined ? undefined : handlers.get(code);
    if (!handler) throw new HbmViolation(`no bus message of a host has the command ${code ?? "of nothing"}`);
    const { name, since } = handler.message;
    if (handler.message !== busHbm.startRequest) {
      if (!agreed.version) throw new HbmViolation(`${name} before the start`);
      if (!atLeast(agreed.version, since))
        throw new HbmViolation(`${name} on a bus of version ${agreed.version.major}.${agreed.version.minor}`);
    }
    handler.run(raw);
  };
}

/** Which status stands for which refusal is the driver's reading (hbm.c, mei_cl_conn_status_to_errno): ENOTTY, EBUSY, EINVAL. */
function connected(bus: Controlled, meAddress: number, hostAddress: number): Connection | HbmStatus {
  const client = bus.clients.get(meAddress);
  if (!client) return "notFound";
  if (client.fixed) return "notAllowed";
  if (hostAddress === 0) return "invalidParameter";
  if (bus.find(meAddress, hostAddress)) return "alreadyExists";
  try {
    return bus.connect(client, hostAddress);
  } catch (error) {
    if (!(error instanceof MeiError)) throw error;
    if (error.code === "ME_NO_CLIENT") return "notFound";
    if (error.code === "ME_BUSY") return client.maxConnections > 1 ? "rejected" : "alreadyExists";
    return "notAllowed";
  }
}

function notifying(connection: Connection | undefined, start: boolean): HbmStatus {
  if (!connection) return "notFound";
  // Guessed: any status but success is EINVAL to the driver, which is what was seen (golden wd-notif).
  if (!connection.client.notifications) return "invalidParameter";
  if (connection.notify === start) return start ? "alreadyStarted" : "notStarted";
  connection.notify = start;
  return "success";
}
