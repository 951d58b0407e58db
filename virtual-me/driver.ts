import type { MeiClient } from "../mei/clients.ts";
import { type Inbox, inbox } from "../mei/drivers/inbox.ts";
import { MeiError } from "../mei/errors.ts";
import type { MeiConnection, MeiDriver } from "../mei/port.ts";
import type { Link } from "./link.ts";
import type { VirtualMe } from "./me.ts";
import { type Room, room } from "./room.ts";

/** Unread messages after which sending waits: the kernel's own queue of a connection is as long (vm.md A, tx_queue_limit). */
const QUEUE = 50;

const closedError = (client: MeiClient): MeiError =>
  new MeiError("ME_CLOSED", `${client.title}: we closed the connection`);

/** A virtual ME in this process. `holder` names us to whoever comes second. */
export function virtualDriver(
  me: VirtualMe,
  { holder = `this process (process ${process.pid})` }: { holder?: string } = {},
): MeiDriver {
  const connections = new Set<MeiConnection>();
  let generation = 0;
  let closed = false;
  const name = `virtual:${me.machine.name}`;
  const refuseClosed = (): void => {
    if (closed) throw new MeiError("ME_CLOSED", `${name}: we closed the driver`);
  };

  return {
    name,
    async describe({ signal }) {
      signal.throwIfAborted();
      refuseClosed();
      return { device: name, ...me.describe() };
    },
    async connect(client, { signal }) {
      signal.throwIfAborted();
      refuseClosed();
      generation += 1;
      const connection = connect(me, client, holder, generation, () => connections.delete(connection));
      connections.add(connection);
      return connection;
    },
    async close() {
      closed = true;
      await Promise.all([...connections].map((connection) => connection.close()));
    },
  };
}

function connect(
  me: VirtualMe,
  client: MeiClient,
  holder: string,
  generation: number,
  onClose: () => void,
): MeiConnection {
  let roomMade: () => void = () => {};
  const forMe: Room = room(() => !box.ended && box.unread >= QUEUE);
  const box: Inbox = inbox({
    client: client.title,
    onRoom: () => stirred(),
  });
  const link: Link = me.connect(client.uuid, holder, {
    message: (reply) => box.push(Buffer.from(reply)),
    room: forMe.wait,
    gone() {
      box.end(new MeiError("ME_GONE", `${client.title}: the ME was reset; connect again`));
      stirred();
    },
  });
  let turn: Promise<void> = Promise.resolve();
  function stirred(): void {
    roomMade();
    forMe.stir();
  }

  function roomToSend(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        roomMade = () => {};
        signal.removeEventListener("abort", onAbort);
      };
      const onAbort = (): void => {
        settle();
        reject(signal.reason);
      };
      roomMade = () => {
        settle();
        resolve();
      };
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
  async function send(message: Buffer, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (!box.ended && box.unread >= QUEUE) await roomToSend(signal);
    if (box.ended) throw box.ended;
    link.send(message);
  }
  return {
    client,
    maxMessage: link.maxMessage,
    version: link.version,
    generation,
    virtual: true,
    async send(message, { signal }) {
      signal.throwIfAborted();
      if (box.ended) throw box.ended;
      if (message.length > link.maxMessage)
        throw new MeiError("ME_TOO_LARGE", `${client.title}: ${message.length} bytes, it takes ${link.maxMessage}`);
      const copy = Buffer.from(message);
      const mine = turn.then(() => send(copy, signal));
      turn = mine.catch(() => {}); // the sender is told; the next one has its own turn
      return mine;
    },
    receive: (options) => box.receive(options),
    async close() {
      onClose();
      link.close();
      box.end(closedError(client));
      stirred();
    },
  };
}
