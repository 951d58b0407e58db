import type { InterfaceDeclaration } from "./interface.ts";
import type { Header } from "./message.ts";
import type { DBusValue } from "./signature.ts";

/** Which signals somebody asked for (D-Bus specification, "Match Rules"), and whether one that came in is of them. */
export interface SignalSource<D extends InterfaceDeclaration, S extends keyof D["signals"] & string> {
  readonly of: D;
  readonly signal: S;
  /** A unique or well-known name. */
  readonly sender: string;
  readonly path?: string;
  /** Only signals whose first argument is this string. */
  readonly arg0?: string;
}
export interface Listener {
  readonly source: SignalSource<InterfaceDeclaration, string>;
  /** Who the sender is at the moment, by unique name; undefined: nobody. */
  owner(): string | undefined;
  deliver(body: readonly DBusValue[]): void;
}

export function matchRule({ of, signal, sender, path, arg0 }: Listener["source"]): string {
  const parts = { type: "signal", sender, interface: of.name, member: signal, path, arg0 };
  return Object.entries(parts)
    .filter((part): part is [string, string] => part[1] !== undefined)
    .map(([key, value]) => `${key}='${value.replaceAll("'", "'\\''")}'`)
    .join(",");
}

/** `arg0` is left to the caller: it stands in the body. */
export function wants({ source, owner }: Listener, header: Header): boolean {
  return (
    header.member === source.signal &&
    header.interface === source.of.name &&
    header.sender !== undefined &&
    header.sender === owner() &&
    (source.path === undefined || source.path === header.path) &&
    header.signature === source.of.signals[source.signal]
  );
}
