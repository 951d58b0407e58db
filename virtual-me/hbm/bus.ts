import { allClients } from "../../mei/clients.ts";
import { WireError } from "../../mei/wire/index.ts";
import type { Clock } from "../../platform/clock.ts";
import type { VirtualMe } from "../me.ts";
import { required } from "../rules/heartbeat.ts";
import * as busHbm from "./bus-messages.ts";
import * as clientHbm from "./client-messages.ts";
import { type BusClient, busClients } from "./clients.ts";
import { type Connection, type Credit, connection } from "./connection.ts";
import { type Agreement, type Controlled, control, propertiesOf } from "./control.ts";
import { fixedLink } from "./fixed.ts";
import { type Frame, readFrame, writeFrame } from "./frame.ts";
import { type Packet, readPacket, writePacket } from "./header.ts";
import { type HbmMessage, writeHbm } from "./message.ts";
import { type HbmVersion, hbmVersionOf } from "./version.ts";
import { HbmViolation } from "./violation.ts";

export interface BusOptions {
  readonly clock: Clock;
  /** Takes each frame to the host. */
  readonly send: (frame: Buffer) => void;
  /** Size of the circular buffers, and so of the largest packet with its header. 128 slots of four bytes, as vmei.c has them, when not given; at least 44 (DMA setup). */
  readonly bufferBytes?: number;
  readonly version?: HbmVersion;
  readonly clients?: readonly BusClient[];
  /** Who the host is, for those who find a client taken. */
  readonly holder?: string;
  /** The host broke the rules and the link was reset. */
  readonly onViolation?: (error: HbmViolation) => void;
}

/** The UUID behind which the machine answers this client's commands. */
const served = ({ name, uuid }: BusClient): string => allClients.find((known) => known.name === name)?.uuid ?? uuid;

/** The ME's end of the HECI bus: frames of the host go in, frames to it come out at `send`. */
export interface Bus {
  /** Tells the host the firmware status. The ME is then ready as soon as the host has reset its side. */
  open(): void;
  /** Takes one frame. What the host may not send resets the link (`onViolation`); nothing of the host's makes this throw. */
  receive(frame: Buffer): void;
  /** Tells the host's connections to this client that something happened, where they asked for it. */
  notify(client: string): void;
  /** Ends the host's connections to this client from the ME's side. */
  disconnect(client: string): void;
  /** Offers a client after the enumeration. False: this host does not take any. */
  addClient(client: BusClient): boolean;
  close(): void;
}

export function openBus(me: VirtualMe, options: BusOptions): Bus {
  const { clock, bufferBytes = 512, version = hbmVersionOf(me.machine), holder = "the host's driver" } = options;
  const clients = new Map((options.clients ?? busClients(me.machine)).map((client) => [client.address, client]));
  const connections = new Map<number, Connection>();
  /** Of clients with a single buffer, by ME address. */
  const shared = new Map<number, Credit>();
  const offered = new Map<number, BusClient>();
  const agreed: Agreement = { version: undefined, vtags: false, mayAdd: false, isolated: false };
  const asleep: Frame[] = [];
  let isUp = false;
  let isClosed = false;
  /** The host has reset its side and waits for us. */
  let isAwaited = false;
  let upAt = 0;
  let stopWaking = (): void => {};
  let wasRequired = required(me.world);

  const key = (meAddress: number, hostAddress: number): number => meAddress * 256 + hostAddress;
  const put = (frame: Frame): void => options.send(writeFrame(frame));
  function packet(one: Packet): void {
    if (!isUp) return;
    const frame: Frame = { kind: "packet", packet: writePacket(one) };
    if (!agreed.isolated) return void put(frame);
    // Isolated, the ME first asks to be let out, once; the rest follows the host's answer.
    if (asleep.length === 0) {
      const payload = writeHbm(busHbm.isolationExitRequest, {});
      put({ kind: "packet", packet: writePacket({ meAddress: 0, hostAddress: 0, complete: true, payload }) });
    }
    asleep.push(frame);
  }
  function awake(): void {
    agreed.isolated = false;
    for (const frame of asleep.splice(0)) put(frame);
  }
  function say<T>(message: HbmMessage<T>, value: T): void {
    packet({ meAddress: 0, hostAddress: 0, complete: true, payload: writeHbm(message, value) });
  }
  const wireOf = ({ address }: BusClient) => ({
    bufferBytes,
    packet,
    flowControl: (hostAddress: number) => say(clientHbm.flowControl, { meAddress: address, hostAddress }),
  });

  function forget(): void {
    isUp = false;
    isAwaited = false;
    for (const one of [...connections.values()]) one.end();
    connections.clear();
    shared.clear();
    asleep.length = 0;
    for (const address of offered.keys()) clients.delete(address);
    offered.clear();
    Object.assign(agreed, { version: undefined, vtags: false, mayAdd: false, isolated: false } satisfies Agreement);
    stopWaking();
  }
  function ready(): void {
    isUp = true;
    isAwaited = false;
    for (const client of clients.values()) {
      if (!client.fixed) continue;
      const open = (host: Parameters<typeof fixedLink>[2]) => fixedLink(me, client.name, host);
      const one = connection(client, 0, { wire: wireOf(client), credit: { given: 0 }, open });
      connections.set(key(client.address, 0), one);
    }
    put({ kind: "ready" });
  }
  function hostReset(): void {
    forget();
    const left = upAt - clock.monotonic();
    if (left <= 0) return void ready();
    isAwaited = true;
    stopWaking = clock.after(left, ready, { background: true });
  }
  /** The ME's side of the link starts again; the host follows and says so. */
  function linkReset(downFor = 0): void {
    const [wasUp, wasAwaited] = [isUp, isAwaited];
    upAt = clock.monotonic() + downFor;
    if (wasAwaited) return void hostReset();
    forget();
    if (wasUp) put({ kind: "meReset" });
  }
  const unsubscribe = me.onReset(linkReset);

  const controlled: Controlled = {
    version,
    agreed,
    clients,
    say,
    find: (meAddress, hostAddress) => (hostAddress === 0 ? undefined : connections.get(key(meAddress, hostAddress))),
    connect(client, hostAddress) {
      const there = client.singleBuffer ? shared.get(client.address) : undefined;
      const credit = there ?? { given: 0 };
      const open = (host: Parameters<VirtualMe["connect"]>[2]) => me.connect(served(client), holder, host);
      const one = connection(client, hostAddress, { wire: wireOf(client), credit, shares: there !== undefined, open });
      if (client.singleBuffer) shared.set(client.address, credit);
      connections.set(key(client.address, hostAddress), one);
      return one;
    },
    disconnect(one) {
      const { address } = one.client;
      connections.delete(key(address, one.hostAddress));
      const heldBuffer = one.end();
      const credit = shared.get(address);
      if (!credit) return;
      if (![...connections.values()].some(({ client }) => client.address === address)) {
        // The host drops the credit with the last connection (client.c, mei_cl_set_disconnected).
        shared.delete(address);
      } else if (heldBuffer) {
        credit.given += 1;
        wireOf(one.client).flowControl(0);
      }
    },
    added(meAddress, taken) {
      if (!taken) clients.delete(meAddress);
      offered.delete(meAddress);
    },
    stopped: forget,
    awake,
  };
  const onMessage = control(controlled);

  function onPacket(bytes: Buffer): void {
    if (bytes.length > bufferBytes) throw new HbmViolation(`a packet of ${bytes.length} bytes, ${bufferBytes} fit`);
    const one = readPacket(bytes);
    // Whatever comes from an isolated host but its answer means that it has woken by itself.
    if (agreed.isolated && one.payload[0] !== busHbm.isolationExitResponse.code) awake();
    if (one.meAddress === 0 && one.hostAddress === 0) {
      if (!one.complete || one.vtag !== undefined) throw new HbmViolation("a bus message in parts or with a tag");
      return void onMessage(one.payload);
    }
    const client = clients.get(one.meAddress);
    if (!agreed.version) throw new HbmViolation("a message before the start");
    if (!client) throw new HbmViolation(`a message to address ${one.meAddress}, where there is no client`);
    if (one.vtag !== undefined && !(agreed.vtags && client.vtag))
      throw new HbmViolation(`${client.name}: a virtual tag, which it does not take`);
    // A connection that has just ended may still get the rest of a message: the driver empties its queues only with our answer.
    connections.get(key(one.meAddress, one.hostAddress))?.take(one);
  }
  function onFrame(frame: Frame): void {
    if (frame.kind === "hostReset") return void hostReset();
    if (frame.kind !== "packet") throw new HbmViolation(`a frame "${frame.kind}" from a host`);
    // Sent before the host knew that we are down or stopped.
    if (isUp) onPacket(frame.packet);
  }
  function notify(client: string): void {
    for (const one of connections.values()) {
      const { address: meAddress, name } = one.client;
      if (name === client && one.notify) say(clientHbm.notification, { meAddress, hostAddress: one.hostAddress });
    }
  }
  function tellWatchdog(): void {
    const isRequired = required(me.world);
    // presence-posture.md 1.11: the host has put its watchdog away as "not required" and waits to hear that it is.
    if (isRequired && !wasRequired) notify("watchdog");
    wasRequired = isRequired;
  }

  return {
    open() {
      put({ kind: "status", words: [...me.machine.facts.firmwareStatus.value] });
    },
    receive(bytes) {
      if (isClosed) return;
      try {
        onFrame(readFrame(bytes));
        tellWatchdog();
      } catch (error) {
        if (!(error instanceof WireError || error instanceof HbmViolation)) throw error;
        const violation = error instanceof HbmViolation ? error : new HbmViolation(error.message, { cause: error });
        linkReset();
        options.onViolation?.(violation);
      }
    },
    notify,
    disconnect(client) {
      for (const one of [...connections.values()]) {
        if (one.client.name !== client || one.client.fixed) continue;
        controlled.disconnect(one);
        say(clientHbm.disconnectRequest, { meAddress: one.client.address, hostAddress: one.hostAddress });
      }
    },
    addClient(client) {
      if (!isUp || !agreed.mayAdd || clients.has(client.address)) return false;
      clients.set(client.address, client);
      offered.set(client.address, client);
      say(busHbm.addClientRequest, { meAddress: client.address, properties: propertiesOf(client) });
      return true;
    },
    close() {
      isClosed = true;
      unsubscribe();
      forget();
    },
  };
}
