import { once } from "node:events";
import { createServer } from "node:net";
import { Duplex } from "node:stream";
import { decodeApf, encodeApf } from "../../mei/apf/messages.ts";
import { frames } from "../../mei/drivers/socket-protocol.ts";
import { type MinimalChannel, minimalChannel } from "./minimal-channel.ts";
import { CHANNEL_DATA, CHANNEL_WINDOW_ADJUST, minimalWire, onFrames } from "./minimal-wire.ts";

const DATA_HEAD = 9;

/** The other end of the minimal relay: an ME that is an echo at one port, with neither state nor rules. */
export async function minimalMe(path: string, forwarded: number, window: number, maxMessage: number): Promise<void> {
  const server = createServer((socket) => {
    const wire = minimalWire(socket);
    const channels = new Map<number, MinimalChannel>();
    onFrames(socket, (type, body) => {
      if (type === frames.connect.type) {
        socket.write(frames.connected.write({ maxMessage, version: 1, machine: "minimal" }));
        const request = { name: "tcpip-forward", wantReply: true, address: "", port: forwarded } as const;
        return wire.message(encodeApf({ type: "globalRequest", request }));
      }
      const number = body.length > 4 ? body.readUInt32BE(1) : 0;
      if (body[0] === CHANNEL_DATA) return channels.get(number)?.data(body.subarray(DATA_HEAD));
      if (body[0] === CHANNEL_WINDOW_ADJUST) return channels.get(number)?.credit(body.readUInt32BE(5));
      const message = decodeApf(body);
      if (message.type === "channelOpen") {
        let slot = 0;
        while (channels.has(slot)) slot += 1;
        const { sender, window: theirs } = message.channel;
        const channel = minimalChannel(wire, loop(), window, maxMessage - DATA_HEAD);
        channel.remote = sender;
        channels.set(slot, channel);
        const confirmation = { recipient: sender, sender: slot, window, most: 0xffff_ffff };
        wire.message(encodeApf({ type: "channelOpenConfirmation", ...confirmation }));
        channel.credit(theirs);
      } else if (message.type === "channelClose") {
        wire.message(encodeApf({ type: "channelClose", recipient: channels.get(number)?.remote ?? 0 }));
        channels.delete(number);
      }
    });
    socket.on("drain", () => {
      for (const channel of channels.values()) channel.pump();
    });
  });
  server.listen(path);
  await once(server, "listening");
}

/** What is written to it comes out of it, and room is told of when it has. */
function loop(): Duplex {
  let resume = (): void => {};
  return new Duplex({
    write(chunk, _encoding, done) {
      if (this.push(chunk)) done();
      else resume = done;
    },
    read() {
      const go = resume;
      resume = () => {};
      go();
    },
  });
}
