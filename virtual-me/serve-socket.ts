import type { Socket } from "node:net";
import { frameReader, frames, type Incoming, ProtocolError, putMessage } from "../mei/drivers/socket-protocol.ts";
import { MeiError } from "../mei/errors.ts";
import { WireError } from "../mei/wire/index.ts";
import type { Clock } from "../platform/clock.ts";
import { gathered } from "../platform/gathered.ts";
import { holderOf } from "./holder.ts";
import type { Link } from "./link.ts";
import type { VirtualMe } from "./me.ts";

/** ms within which a new socket has to say what it wants. */
const HELLO = 10_000;
/** Bytes waiting for a host that does not read, after which nothing more is taken from it. */
const FULL = 256 * 1024;

/**
 * One descriptor of the virtual ME. Frames are worked off one after the other, and reading stops while replies wait to be taken: what a
 * hostile host can make us keep is one frame and the replies to one chunk.
 */
export function serveSocket(me: VirtualMe, socket: Socket, clock: Clock): void {
  const reader = frameReader();
  const out = gathered(socket);
  let link: Link | undefined;
  let asked = false;
  let turn: Promise<void> = Promise.resolve();
  const stopHello = clock.after(HELLO, () => socket.destroy(), { background: true });

  let stopLeaving = (): void => {};
  /** Our last word is said; a host that then holds on to its socket loses it. */
  const leave = (): void => {
    out.flush();
    socket.end();
    stopLeaving = clock.after(HELLO, () => socket.destroy(), { background: true });
  };
  const over = (): void => {
    stopHello();
    link?.close();
    link = undefined;
  };
  const write = (frame: Buffer): void => {
    if (socket.writable) out.put(frame);
  };
  const room = (): Promise<void> =>
    socket.writableLength + out.waiting < FULL || socket.destroyed
      ? Promise.resolve()
      : new Promise((resolve) => {
          const done = (): void => {
            socket.off("drain", done).off("close", done);
            resolve();
          };
          socket.once("drain", done).once("close", done);
        });

  function message(body: Buffer): void {
    if (!link) throw new ProtocolError("a message before the connection");
    if (body.length > link.maxMessage) throw new ProtocolError(`a message of ${body.length} bytes`);
    link.send(body);
  }
  async function take({ type, body }: Incoming): Promise<void> {
    if (asked) throw new ProtocolError("a descriptor asks once");
    asked = true;
    stopHello();
    if (type === frames.describe.type) return write(facts(me));
    if (type !== frames.connect.type) throw new ProtocolError(`a frame of type ${type} from a host`);
    const { uuid } = frames.connect.read(body);
    const holder = await holderOf(socket);
    if (!socket.destroyed) connect(uuid, holder);
  }
  function connect(uuid: string, holder: string): void {
    try {
      const made = me.connect(uuid, holder, {
        message: (reply) => void (socket.writable && putMessage(out, reply)),
        room,
        gone() {
          write(frames.reset.write({}));
          link = undefined;
          leave();
        },
      });
      link = made;
      const { maxMessage, version } = made;
      write(frames.connected.write({ maxMessage, version, machine: me.machine.name }));
    } catch (error) {
      if (!(error instanceof MeiError)) throw error;
      const code =
        error.code === "ME_NO_CLIENT" || error.code === "ME_BUSY" || error.code === "ME_GONE"
          ? error.code
          : "ME_DRIVER";
      write(
        frames.refused.write({ code, text: error.message.slice(0, 1000), holder: (error.holder ?? "").slice(0, 200) }),
      );
      leave();
    }
  }
  async function work(chunk: Buffer): Promise<void> {
    for (const frame of reader.feed(chunk)) {
      if (socket.writableLength + out.waiting >= FULL) await room();
      if (socket.destroyed) return;
      if (frame.type === frames.data.type) message(frame.body);
      else await take(frame);
    }
  }

  socket.on("data", (chunk: Buffer) => {
    socket.pause();
    turn = turn
      .then(() => work(chunk))
      .then(
        () => void (socket.destroyed || socket.resume()),
        (error: unknown) => {
          // A host that does not speak our protocol is hung up on; anything else is a fault of ours and must be seen.
          over();
          socket.destroy();
          if (!(error instanceof ProtocolError || error instanceof WireError)) throw error;
        },
      );
  });
  // The host has said its last word: its client is free before it learns that we have heard.
  socket.on("end", () => {
    over();
    out.flush();
    socket.end();
  });
  socket.on("error", over);
  socket.on("close", () => {
    over();
    stopLeaving();
  });
}

function facts(me: VirtualMe): Buffer {
  const { firmwareStatus, firmwareVersions, state = "" } = me.describe();
  return frames.facts.write({
    machine: me.machine.name,
    firmwareStatus: [...firmwareStatus],
    firmwareVersions: [...firmwareVersions],
    state,
  });
}
