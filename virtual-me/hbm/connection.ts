import type { Host, Link } from "../link.ts";
import { room } from "../room.ts";
import type { BusClient } from "./clients.ts";
import { EXTENSION, HEADER, LENGTH_MOST, type Packet } from "./header.ts";
import { HbmViolation } from "./violation.ts";

/** Replies the host has not asked for, after which no further request is taken from it: it holds a program up, not us. */
const UNREAD_MOST = 16;

/** How many messages the host may still begin; shared by the connections of a client with a single buffer. */
export interface Credit {
  given: number;
}
export interface Wire {
  /** Of one packet, header included. */
  readonly bufferBytes: number;
  packet(packet: Packet): void;
  flowControl(hostAddress: number): void;
}
export interface ConnectionParts {
  readonly wire: Wire;
  readonly credit: Credit;
  /** The credit is one that other connections of the client have already begun with. */
  readonly shares?: boolean;
  readonly open: (host: Host) => Pick<Link, "send" | "close">;
}
/** One host address at one ME client. */
export interface Connection {
  readonly client: BusClient;
  readonly hostAddress: number;
  notify: boolean;
  /** Gives the host its first credit, unless it shares one that is there. */
  begin(): void;
  take(packet: Packet): void;
  /** The host wants one message more. */
  credited(): void;
  /** Ends it, at the client too. What was begun is dropped; true: that gave the buffer back of which the host had no credit. */
  end(): boolean;
}

/** Puts packets together to requests and takes replies apart, each only with credit. `open` connects to the client; what it throws is thrown. */
export function connection(
  client: BusClient,
  hostAddress: number,
  { wire, credit, shares = false, open }: ConnectionParts,
): Connection {
  const unread: { readonly reply: Buffer; readonly vtag: number | undefined }[] = [];
  let begun: { readonly parts: Buffer[]; readonly vtag: number | undefined; size: number } | undefined;
  /** Of the last request: what a reply goes to. The firmware's own pairing is not known; ours answers in order. */
  let vtag: number | undefined;
  let wanted = 0;
  let owed = false;
  let ended = false;

  const forMe = room(() => !ended && unread.length >= UNREAD_MOST);
  const link = open({ message: deliver, begun: beginning, room: forMe.wait, gone: finish });

  function deliver(reply: Buffer): void {
    if (ended) return;
    unread.push({ reply, vtag });
    pump();
  }
  function beginning(reply: Buffer): void {
    const [first, second] = packetsOf(reply, vtag);
    if (!ended && first && second && unread.length === 0 && (client.fixed || wanted > 0)) wire.packet(first);
  }
  function pump(): void {
    while (!ended && (client.fixed || wanted > 0)) {
      const next = unread.shift();
      if (!next) break;
      if (!client.fixed) wanted -= 1;
      write(next.reply, next.vtag);
    }
    forMe.stir();
    if (owed && unread.length < UNREAD_MOST) grant();
  }
  function write(reply: Buffer, tag: number | undefined): void {
    for (const packet of packetsOf(reply, tag)) wire.packet(packet);
  }
  function* packetsOf(reply: Buffer, tag: number | undefined): Generator<Packet> {
    const room = Math.min(LENGTH_MOST, wire.bufferBytes - HEADER) - (tag === undefined ? 0 : EXTENSION);
    const step = room - (room % 4); // the buffer is one of slots: only a message's last packet may fill one in part
    let at = 0;
    do {
      const payload = reply.subarray(at, at + step);
      at += step;
      yield { meAddress: client.address, hostAddress, complete: at >= reply.length, vtag: tag, payload };
    } while (at < reply.length);
  }
  function grant(): void {
    owed = false;
    if (client.fixed || ended) return;
    credit.given += 1;
    wire.flowControl(client.singleBuffer ? 0 : hostAddress);
  }
  function finish(): void {
    if (ended) return;
    ended = true;
    unread.length = 0;
    forMe.stir();
  }

  return {
    client,
    hostAddress,
    notify: false,
    begin() {
      if (!shares) grant();
    },
    take({ payload, complete, vtag: tag }) {
      if (!begun) {
        if (!client.fixed && credit.given === 0) throw new HbmViolation(`${client.name}: a message without credit`);
        credit.given -= client.fixed ? 0 : 1;
        begun = { parts: [], vtag: tag, size: 0 };
      }
      if (begun.vtag !== tag) throw new HbmViolation(`${client.name}: another virtual tag within a message`);
      begun.size += payload.length;
      if (begun.size > client.maxMessage)
        throw new HbmViolation(`${client.name}: a message of more than ${client.maxMessage} bytes`);
      begun.parts.push(payload);
      if (!complete) return;
      const request = Buffer.concat(begun.parts);
      begun = undefined;
      vtag = tag;
      owed = true;
      link.send(request);
      if (!ended) pump();
    },
    credited() {
      wanted += 1;
      pump();
    },
    end() {
      finish();
      link.close();
      const held = begun !== undefined || owed;
      begun = undefined;
      owed = false;
      return held;
    },
  };
}
