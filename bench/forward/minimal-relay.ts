import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { decodeApf, encodeApf } from "../../mei/apf/messages.ts";
import { lme } from "../../mei/clients.ts";
import { frames } from "../../mei/drivers/socket-protocol.ts";
import { type MinimalChannel, minimalChannel } from "./minimal-channel.ts";
import { CHANNEL_DATA, CHANNEL_WINDOW_ADJUST, minimalWire, onFrames } from "./minimal-wire.ts";

/** What `agent/lms/slots.ts` leaves to guests. */
const AT_ONCE = 6;
/** As `hostSession` has it. */
const WINDOW = 65_536;
const DATA_HEAD = 9;

/**
 * The forward without a state machine: a TCP port, the socket of a virtual ME, one APF channel for each connection. No checks, no
 * users, no time limits, no errors: a measure for what `agent/lms` and `mei/apf` cost, and good for nothing else. Gives its TCP port.
 */
export async function minimalRelay(path: string, forwarded: number): Promise<number> {
  const me = connect(path);
  const wire = minimalWire(me);
  const channels = new Map<number, MinimalChannel>();
  const queue: Socket[] = [];
  let last = 0;
  let mostData = 0;
  let isReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });

  function open(): void {
    while (channels.size < AT_ONCE) {
      const socket = queue.shift();
      if (!socket) return;
      last += 1;
      const local = last;
      const channel = minimalChannel(wire, socket, WINDOW, mostData);
      channels.set(local, channel);
      socket.once("end", () => wire.message(encodeApf({ type: "channelClose", recipient: channel.remote })));
      const ends = { targetAddress: "127.0.0.1", targetPort: forwarded, originAddress: "127.0.0.1", originPort: 1 };
      const opening = { name: "forwarded-tcpip", sender: local, window: WINDOW, most: 0xffff_ffff, ...ends } as const;
      wire.message(encodeApf({ type: "channelOpen", channel: opening }));
    }
  }
  function take(bytes: Buffer): void {
    const local = bytes.length > 4 ? bytes.readUInt32BE(1) : 0;
    if (bytes[0] === CHANNEL_DATA) return void channels.get(local)?.data(bytes.subarray(DATA_HEAD));
    if (bytes[0] === CHANNEL_WINDOW_ADJUST) return void channels.get(local)?.credit(bytes.readUInt32BE(5));
    const message = decodeApf(bytes);
    switch (message.type) {
      case "protocolVersion":
        return void wire.message(encodeApf({ ...message, uuid: Buffer.alloc(16) }));
      case "serviceRequest":
        return void wire.message(encodeApf({ type: "serviceAccept", service: message.service }));
      case "userAuthRequest":
        return void wire.message(encodeApf({ type: "userAuthSuccess" }));
      case "globalRequest": {
        const { request } = message;
        const ports = "port" in request ? [request.port] : [];
        if (ports[0] === forwarded) isReady();
        return void wire.message(encodeApf({ type: "requestSuccess", ports } as never));
      }
      case "channelOpenConfirmation": {
        const channel = channels.get(local);
        if (channel) channel.remote = message.sender;
        return void channel?.credit(message.window);
      }
      case "channelClose": {
        const channel = channels.get(local);
        channels.delete(local);
        channel?.end();
        return void open();
      }
    }
  }

  onFrames(me, (type, body) => {
    if (type === frames.connected.type) mostData = frames.connected.read(body).maxMessage - DATA_HEAD;
    else take(body);
  });
  me.on("drain", () => {
    for (const channel of channels.values()) channel.pump();
  });
  me.write(frames.connect.write({ uuid: lme.uuid }));
  await ready;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    queue.push(socket);
    open();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as { port: number }).port;
}
