import { socketPaths } from "./address.ts";
import { Connection, type Incoming, type Reply } from "./connection.ts";
import type { Descriptor, Transport } from "./descriptor.ts";
import { DBusError } from "./errors.ts";
import { busDaemon, type Implementation, type InterfaceDeclaration } from "./interface.ts";
import type { Header } from "./message.ts";
import { Objects, refusal } from "./objects.ts";
import { type Listener, matchRule, type SignalSource, wants } from "./signals.ts";
import type { Body, DBusValue } from "./signature.ts";
import { openTransport } from "./transport.ts";

/** One connection to a message bus: calls, signals, and objects of our own. */

export interface Target<D extends InterfaceDeclaration, M extends keyof D["methods"]> {
  readonly destination: string;
  readonly path: string;
  readonly of: D;
  readonly method: M;
}
export interface Exported<D extends InterfaceDeclaration> {
  /** Once the connection is over there is nobody left to hear it, and nothing happens. */
  emit<S extends keyof D["signals"] & string>(signal: S, body: Body<D["signals"][S]>): void;
  /** Takes the interface back. */
  remove(): void;
}
export interface BusOptions {
  /** As in DBUS_SESSION_BUS_ADDRESS: a list, tried in order. */
  readonly address: string;
  /** Only `XDG_RUNTIME_DIR` is read, for `unix:runtime=yes`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly signal: AbortSignal;
  /** Largest message taken, in bytes. Larger replies reject with DBUS_TOO_LARGE, larger calls are refused. */
  readonly maxMessage?: number;
  /** Can take descriptors, as `callForDescriptor` needs (Linux). */
  readonly descriptors?: boolean;
}
type InOf<D extends InterfaceDeclaration, M extends keyof D["methods"]> = Body<D["methods"][M]["in"]>;
type OutOf<D extends InterfaceDeclaration, M extends keyof D["methods"]> = Body<D["methods"][M]["out"]>;

/** Icons and menus are a few KiB; nothing we ask for is larger. */
const usualLimit = 128 * 1024;
const daemon = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", of: busDaemon } as const;

/** Connects, authenticates, says Hello. Rejects DBUS_ADDRESS, DBUS_CONNECT, DBUS_AUTH, DBUS_CLOSED, or the signal's reason. */
export async function connectBus({ address, env, maxMessage = usualLimit, ...options }: BusOptions): Promise<Bus> {
  const bus = new Bus(await openTransport(socketPaths(address, env), options), maxMessage);
  const { signal } = options;
  try {
    await bus.hello({ signal });
    return bus;
  } catch (error) {
    await bus.close();
    throw error;
  }
}

export class Bus {
  readonly #connection: Connection;
  readonly #listeners = new Set<Listener>();
  readonly #objects = new Objects();
  #uniqueName = "";

  /** Takes over a socket that is past authentication; `connectBus` does that. */
  constructor(socket: Transport, maxMessage: number) {
    this.#connection = new Connection(socket, {
      maxMessage,
      onCall: (call) => this.#answer(call),
      onSignal: (signal) => this.#deliver(signal),
    });
  }

  async hello({ signal }: { signal: AbortSignal }): Promise<void> {
    [this.#uniqueName] = await this.call({ ...daemon, method: "Hello" }, [], { signal });
  }
  /** Our name on this bus, `:1.42`. */
  get uniqueName(): string {
    return this.#uniqueName;
  }
  get isOver(): boolean {
    return this.#connection.isOver;
  }
  /** Settles when the connection is over, with the reason (DBUS_CLOSED). Never rejects. */
  get closed(): Promise<DBusError> {
    return this.#connection.closed;
  }
  /** Settles everything pending with DBUS_CLOSED; the process can exit afterwards. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Rejects DBUS_REPLY (with `dbusName`), DBUS_MISMATCH, DBUS_TOO_LARGE, DBUS_VALUE, DBUS_CLOSED, or the signal's reason. */
  async call<const D extends InterfaceDeclaration, const M extends keyof D["methods"] & string>(
    target: Target<D, M>,
    args: InOf<D, M>,
    options: { signal: AbortSignal },
  ): Promise<OutOf<D, M>> {
    const { body, descriptors } = await this.#send(target, args as readonly DBusValue[], options);
    for (const one of descriptors) one.close();
    return body as unknown as OutOf<D, M>;
  }

  /** As `call`, of a method that answers with one descriptor (`out: "h"`), which is then the caller's to close. */
  async callForDescriptor<const D extends InterfaceDeclaration, const M extends keyof D["methods"] & string>(
    target: OutOf<D, M> extends Body<"h"> ? Target<D, M> : never,
    args: InOf<D, M>,
    options: { signal: AbortSignal },
  ): Promise<Descriptor> {
    const { body, descriptors } = await this.#send(target, args as readonly DBusValue[], options);
    const wanted = descriptors[Number(body[0])];
    for (const one of descriptors) if (one !== wanted) one.close();
    if (wanted) return wanted;
    throw new DBusError("DBUS_MISMATCH", `${target.of.name}.${target.method} answered with no descriptor`);
  }

  #send(
    { destination, path, of, method }: Target<InterfaceDeclaration, string>,
    args: readonly DBusValue[],
    options: { signal: AbortSignal },
  ): Promise<Reply> {
    const request = { destination, path, interface: of.name, member: method, ...of.methods[method]! };
    return this.#connection.call(request, args, options);
  }

  /** Offers an interface at a path. What a method throws goes to its caller. */
  export<const D extends InterfaceDeclaration>(path: string, of: D, implementation: Implementation<D>): Exported<D> {
    const remove = this.#objects.add(path, of, implementation);
    return {
      remove,
      emit: (member, body) => {
        if (this.#connection.isOver) return;
        const header = { kind: "signal", noReply: true, path, interface: of.name, member } as const;
        this.#connection.send({ ...header, signature: of.signals[member]! }, body as readonly DBusValue[]);
      },
    };
  }

  /** Hands over each signal that truly comes from `source.sender`. The returned function ends it; so does closing. */
  async subscribe<const D extends InterfaceDeclaration, const S extends keyof D["signals"] & string>(
    source: SignalSource<D, S>,
    onSignal: (body: Body<D["signals"][S]>) => void,
    { signal }: { signal: AbortSignal },
  ): Promise<() => void> {
    // Anybody may send a signal straight to us, whatever we asked for: only the sender's unique name counts.
    const fixed = source.sender.startsWith(":") || source.sender === daemon.destination;
    let owner = fixed ? source.sender : undefined;
    const follow = (now: string | undefined): void => {
      owner = now;
    };
    const unwatch = fixed ? undefined : await this.watchName(source.sender, follow, { signal });
    const rule = matchRule(source);
    const listener: Listener = {
      source,
      owner: () => owner,
      deliver: (body) => onSignal(body as unknown as Body<D["signals"][S]>),
    };
    this.#listeners.add(listener);
    const stop = (): void => {
      unwatch?.();
      if (!this.#listeners.delete(listener) || this.#connection.isOver) return;
      const { destination, path, of } = daemon;
      const header = { kind: "call", noReply: true, destination, path, interface: of.name } as const;
      this.#connection.send({ ...header, member: "RemoveMatch", signature: "s" }, [rule]);
    };
    try {
      await this.call({ ...daemon, method: "AddMatch" }, [rule], { signal });
      return stop;
    } catch (error) {
      stop();
      throw error;
    }
  }

  /** Tells who owns a name: once now, then at every change. undefined: nobody. */
  async watchName(
    name: string,
    onOwner: (owner: string | undefined) => void,
    { signal }: { signal: AbortSignal },
  ): Promise<() => void> {
    let told = false;
    const source = { of: busDaemon, signal: "NameOwnerChanged", sender: daemon.destination, arg0: name } as const;
    const onChange = ([, , owner]: readonly [string, string, string]): void => {
      told = true;
      onOwner(owner || undefined);
    };
    const stop = await this.subscribe(source, onChange, { signal });
    let owner: string | undefined;
    try {
      [owner] = await this.call({ ...daemon, method: "GetNameOwner" }, [name], { signal });
    } catch (error) {
      if (!(error instanceof DBusError && error.dbusName === "org.freedesktop.DBus.Error.NameHasNoOwner")) {
        stop();
        throw error;
      }
    }
    // A change that came in meanwhile is at least as new as this answer.
    if (!told) onOwner(owner);
    return stop;
  }

  #deliver({ header, read }: Incoming): void {
    // An oversized signal is none that anybody here waits for.
    if (read === undefined) return;
    const wanting = [...this.#listeners].filter((listener) => wants(listener, header));
    if (wanting.length === 0) return;
    const body = read();
    for (const { source, deliver } of wanting) if (source.arg0 === undefined || source.arg0 === body[0]) deliver(body);
  }

  /** At once where the method is: an answer on its way is what holds back the next call. */
  #answer({ header: call, read }: Incoming): void {
    const to = { noReply: true, destination: call.sender, replySerial: call.serial } as const;
    const reply = (header: Pick<Header, "kind" | "signature" | "errorName">, body: readonly DBusValue[]): void => {
      if (!call.noReply && !this.#connection.isOver) this.#connection.send({ ...to, ...header }, body);
    };
    const refuse = (error: unknown): void => {
      const errorName = (error instanceof DBusError && error.dbusName) || "org.freedesktop.DBus.Error.Failed";
      reply({ kind: "error", errorName, signature: "s" }, [sayable(error)]);
    };
    try {
      if (read === undefined) throw refusal("LimitsExceeded", "the message is larger than this program takes");
      const { path = "", member = "", sender = "", signature: sent } = call;
      const { signature, body } = this.#objects.dispatch({
        path,
        member,
        sender,
        signature: sent,
        interface: call.interface,
        args: read,
      });
      const send = (values: readonly DBusValue[]): void => reply({ kind: "reply", signature }, values);
      if (body instanceof Promise) body.then(send).catch(refuse);
      else send(body);
    } catch (error) {
      refuse(error);
    }
  }
}

/** An error's text as D-Bus can carry it: bounded, without NUL, well-formed. */
function sayable(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return Buffer.from(text.replaceAll("\0", "").slice(0, 500)).toString();
}
