import type { Body, Value } from "./signature.ts";

/** An interface as one value: who offers it, who calls it and introspection all read it. */
export interface InterfaceDeclaration {
  readonly name: string;
  /** Property name to its type. All are read-only; changes are told by signals of the interface. */
  readonly properties: Readonly<Record<string, string>>;
  readonly methods: Readonly<Record<string, { readonly in: string; readonly out: string }>>;
  readonly signals: Readonly<Record<string, string>>;
}
export const dbusInterface = <const D extends InterfaceDeclaration>(declaration: D): D => declaration;

export interface Caller {
  /** Unique name of who called, as the bus vouches for it. */
  readonly sender: string;
}
export interface Implementation<D extends InterfaceDeclaration> {
  readonly properties: { readonly [K in keyof D["properties"]]: () => Value<D["properties"][K]> };
  readonly methods: {
    readonly [K in keyof D["methods"]]: (
      args: Body<D["methods"][K]["in"]>,
      caller: Caller,
    ) => Body<D["methods"][K]["out"]> | Promise<Body<D["methods"][K]["out"]>>;
  };
}

/** The bus itself (D-Bus specification, "Message Bus Messages"), as far as it is used here. */
export const busDaemon = dbusInterface({
  name: "org.freedesktop.DBus",
  properties: {},
  methods: {
    Hello: { in: "", out: "s" },
    AddMatch: { in: "s", out: "" },
    RemoveMatch: { in: "s", out: "" },
    GetNameOwner: { in: "s", out: "s" },
    RequestName: { in: "su", out: "u" },
  },
  signals: { NameOwnerChanged: "sss" },
});

/** Interfaces every exported object has. */
export const peer = dbusInterface({
  name: "org.freedesktop.DBus.Peer",
  properties: {},
  methods: { Ping: { in: "", out: "" } },
  signals: {},
});
export const introspectable = dbusInterface({
  name: "org.freedesktop.DBus.Introspectable",
  properties: {},
  methods: { Introspect: { in: "", out: "s" } },
  signals: {},
});
export const properties = dbusInterface({
  name: "org.freedesktop.DBus.Properties",
  properties: {},
  methods: {
    Get: { in: "ss", out: "v" },
    GetAll: { in: "s", out: "a{sv}" },
    Set: { in: "ssv", out: "" },
  },
  signals: {},
});
