import { allClients } from "../../mei/clients.ts";
import { connectClient, connectReply, connectRequest } from "../../mei/drivers/connect-ioctl.ts";
import { MeiError } from "../../mei/errors.ts";
import { decode, encode, struct, u32 } from "../../mei/wire/index.ts";
import type { Link } from "../link.ts";
import type { VirtualMe } from "../me.ts";
import { room } from "../room.ts";
import type { Done, GiveUp, OpenFile, Outcome } from "./device.ts";
import type { Errno } from "./errno.ts";
import { poll } from "./poll-events.ts";

/** `_IOW('H', 2, u32)`, `_IOR('H', 3, u32)`, `_IOWR('H', 4, 20 bytes)` of linux/mei.h. */
export const notifySet = 0x4004_4802;
export const notifyGet = 0x8004_4803;
export const connectVtag = 0xc014_4804;
const word = struct({ value: u32 });

/** Unread messages after which writing waits: the kernel's own queue of a connection is as long (vm.md A, tx_queue_limit). */
const QUEUE = 50;
/** MEI_MAX_OPEN_HANDLE_COUNT */
const MOST_FILES = 253;

const errnoOf: Readonly<Partial<Record<MeiError["code"], Errno>>> = {
  ME_NO_CLIENT: "ENOTTY",
  ME_BUSY: "EBUSY",
  ME_GONE: "ENODEV",
};

/** Opens files of a virtual ME as the kernel's mei driver does. `holderOf` names a process. */
export function meiFiles(me: VirtualMe, { holderOf }: { holderOf: (pid: number) => string }) {
  let files = 0;
  return ({ pid, wake }: { pid: number; wake: () => void }): OpenFile | Errno => {
    if (isDown(me)) return "ENODEV";
    if (files >= MOST_FILES) return "EMFILE";
    files += 1;
    return meiFile(me, {
      wake,
      holder: () => holderOf(pid),
      onRelease: () => {
        files -= 1;
      },
    });
  };
}

const isDown = (me: VirtualMe): boolean => me.describe().state !== "ENABLED";

interface Parts {
  readonly wake: () => void;
  readonly holder: () => string;
  readonly onRelease: () => void;
}

/** The errors, and which of two comes first, are those of drivers/misc/mei/main.c of Linux 6.1 (vm.md A, measured). */
function meiFile(me: VirtualMe, { wake, holder, onRelease }: Parts): OpenFile {
  let link: Link | undefined;
  let unread: Buffer[] = [];
  let readers: { readonly size: number; readonly done: Done }[] = [];
  let writers: { readonly data: Buffer; readonly done: Done }[] = [];
  let listeners: Done[] = [];

  const forMe = room(() => link !== undefined && unread.length >= QUEUE);

  /** The next part of the first message; the rest of it stays for the next read. An empty message is one read too. */
  function part(size: number): Buffer {
    const [first = Buffer.alloc(0)] = unread;
    if (first.length > size) unread[0] = first.subarray(size);
    else unread.shift();
    forMe.stir();
    return first.subarray(0, size);
  }
  function send(data: Buffer, done: Done): void {
    done(Buffer.alloc(0)); // as the kernel: written is what is queued, before the ME has it
    link?.send(data);
  }
  function work(): void {
    for (;;) {
      const reader = unread.length > 0 ? readers.shift() : undefined;
      if (reader) {
        reader.done(part(reader.size));
        continue;
      }
      const writer = unread.length < QUEUE ? writers.shift() : undefined;
      if (!writer) return;
      send(writer.data, writer.done);
    }
  }
  function gone(): void {
    link = undefined;
    unread = [];
    forMe.stir();
    const calls = [...readers, ...writers].map(({ done }) => done);
    // The kernel would leave those that wait for a notification waiting (mei_cl_notify_get): no tool can want that.
    calls.push(...listeners);
    readers = [];
    writers = [];
    listeners = [];
    for (const done of calls) done("ENODEV");
    wake();
  }
  function connect(data: Buffer): Outcome {
    if (link) return "EBUSY";
    const { client } = decode(connectRequest, data);
    try {
      const made = me.connect(client, holder(), {
        message(reply) {
          unread.push(Buffer.from(reply));
          work();
          if (unread.length > 0) wake();
        },
        room: forMe.wait,
        gone,
      });
      link = made;
      const { maxMessage, version } = made;
      return encode(connectReply, { maxMessage, version, leftOver: data.subarray(5) });
    } catch (error) {
      const errno = error instanceof MeiError ? errnoOf[error.code] : undefined;
      if (!errno) throw error;
      return errno;
    }
  }
  function notify(number: number, data: Buffer, nonblock: boolean, done: Done): GiveUp | undefined {
    if (number === notifySet && decode(word, data).value > 1) return void done("EINVAL");
    if (!link) return void done("ENODEV");
    if (number === notifySet) return void done(Buffer.alloc(0));
    // No client of the virtual ME notifies: nothing is ever there.
    if (nonblock) return void done("EAGAIN");
    listeners.push(done);
    return () => {
      listeners = listeners.filter((listener) => listener !== done);
    };
  }
  /** No client of the virtual ME has virtual tags, which the kernel finds out before it looks at the tag. */
  function withVtag(data: Buffer): Errno {
    const { client } = decode(connectRequest, data.subarray(0, 16));
    const known = allClients.find(({ uuid }) => uuid === client);
    return known && known.name in me.machine.facts.clients.value ? "EOPNOTSUPP" : "ENOTTY";
  }

  return {
    read(size, nonblock, done) {
      if (isDown(me)) return void done("ENODEV");
      if (size === 0) return void done(Buffer.alloc(0));
      if (!link) return void done("ENODEV");
      if (unread.length > 0) {
        const full = unread.length >= QUEUE;
        done(part(size));
        work();
        if (full) wake();
        return;
      }
      if (nonblock) return void done("EAGAIN");
      const reader = { size, done };
      readers.push(reader);
      return () => {
        readers = readers.filter((one) => one !== reader);
      };
    },
    write(data, nonblock, done) {
      if (isDown(me) || !link) return void done("ENODEV");
      if (data.length > link.maxMessage) return void done("EFBIG");
      if (data.length === 0) return void done(data);
      if (unread.length < QUEUE && writers.length === 0) return void send(data, done);
      if (nonblock) return void done("EAGAIN");
      const writer = { data, done };
      writers.push(writer);
      return () => {
        writers = writers.filter((one) => one !== writer);
      };
    },
    ioctl(number, data, nonblock, done) {
      if (isDown(me)) return void done("ENODEV");
      if (number === connectClient && data.length === 16) return void done(connect(data));
      if (number === connectVtag && data.length === 20) return void done(withVtag(data));
      if (number === notifyGet || (number === notifySet && data.length === 4))
        return notify(number, data, nonblock, done);
      done("ENOTTY");
    },
    poll(events) {
      if (isDown(me) || !link) return poll.error;
      const readable = unread.length > 0 ? poll.in | poll.readNormal : 0;
      const writable = unread.length < QUEUE ? poll.out | poll.writeNormal : 0;
      return (readable | writable) & events;
    },
    release() {
      link?.close();
      link = undefined;
      forMe.stir();
      onRelease();
    },
  };
}
