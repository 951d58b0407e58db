import type { Duplex } from "node:stream";

/** Something open in another process that was handed to us. It is held, and given back by closing it. */
export interface Descriptor {
  close(): void;
}
export interface Transport extends Duplex {
  /** The next ones that came, in the order of their messages; whoever takes them closes them. Throws DBUS_WIRE where fewer came. */
  takeDescriptors?(count: number): readonly Descriptor[];
}
