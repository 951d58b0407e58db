import { DBusError } from "./errors.ts";
import {
  type Caller,
  type Implementation,
  type InterfaceDeclaration,
  introspectable,
  peer,
  properties,
} from "./interface.ts";
import { introspectionXml } from "./introspection.ts";
import { type Body, type DBusValue, type Variant, variant } from "./signature.ts";

/** What we offer on the bus: objects by path, interfaces by name, and the three interfaces every object has. */

interface Offer {
  readonly declaration: InterfaceDeclaration;
  readonly properties: Readonly<Record<string, () => DBusValue>>;
  readonly methods: Readonly<
    Record<string, (args: readonly DBusValue[], caller: Caller) => readonly DBusValue[] | Promise<readonly DBusValue[]>>
  >;
}
export interface Call {
  readonly path: string;
  readonly interface: string | undefined;
  readonly member: string;
  readonly sender: string;
  /** The signature the caller sent. */
  readonly signature: string;
  /** Read only once the method is known to take this signature. */
  readonly args: () => readonly DBusValue[];
}

/** An error as D-Bus knows it, for the caller of one of our methods. */
export const refusal = (name: string, text: string): DBusError =>
  new DBusError("DBUS_REPLY", text, { dbusName: `org.freedesktop.DBus.Error.${name}` });

export class Objects {
  readonly #paths = new Map<string, Map<string, Offer>>();

  /** The returned function takes the interface back. Throws where the object already has it. */
  add<const D extends InterfaceDeclaration>(
    path: string,
    declaration: D,
    implementation: Implementation<D>,
  ): () => void {
    const offers = this.#paths.get(path) ?? new Map<string, Offer>();
    if (offers.has(declaration.name)) throw new DBusError("DBUS_VALUE", `${path} already has ${declaration.name}`);
    this.#paths.set(path, offers);
    offers.set(declaration.name, { declaration, ...(implementation as unknown as Omit<Offer, "declaration">) });
    return () => {
      offers.delete(declaration.name);
      if (offers.size === 0 && this.#paths.get(path) === offers) this.#paths.delete(path);
    };
  }

  /** Runs a call. Throws or rejects with what the caller is to be told. */
  dispatch(call: Call): { readonly signature: string; readonly body: ReturnType<Offer["methods"][string]> } {
    const offers = this.#at(call.path);
    const named = call.interface === undefined ? [...offers.values()] : [offers.get(call.interface)];
    const offer = named.find((each) => each && Object.hasOwn(each.declaration.methods, call.member));
    if (offer === undefined)
      throw offers.has(call.interface ?? "") || call.interface === undefined
        ? refusal("UnknownMethod", `no method ${call.member} at ${call.path}`)
        : refusal("UnknownInterface", `no interface ${call.interface} at ${call.path}`);
    const method = offer.declaration.methods[call.member]!;
    if (call.signature !== method.in)
      throw refusal("InvalidArgs", `${call.member} takes "${method.in}", not "${call.signature}"`);
    const body = offer.methods[call.member]!(call.args(), { sender: call.sender });
    return { signature: method.out, body };
  }

  #at(path: string): ReadonlyMap<string, Offer> {
    const own = this.#paths.get(path);
    const children = this.#children(path);
    // Peer answers on every path; the way to our objects can be introspected.
    const offers = new Map<string, Offer>();
    const standard = <const D extends InterfaceDeclaration>(
      declaration: D,
      implementation: Implementation<D>,
    ): void => {
      offers.set(declaration.name, { declaration, ...(implementation as unknown as Omit<Offer, "declaration">) });
    };
    standard(peer, { properties: {}, methods: { Ping: () => [] } });
    if (own === undefined && children.length === 0) return offers;
    for (const offer of own?.values() ?? []) offers.set(offer.declaration.name, offer);
    standard(properties, { properties: {}, methods: propertyMethods(own ?? new Map()) });
    standard(introspectable, {
      properties: {},
      methods: {
        Introspect: () => [
          introspectionXml(
            [...offers.values()].map(({ declaration }) => declaration),
            children,
          ),
        ],
      },
    });
    return offers;
  }

  #children(path: string): readonly string[] {
    const below = path === "/" ? "/" : `${path}/`;
    const names = [...this.#paths.keys()]
      .filter((each) => each.startsWith(below) && each !== path)
      .map((each) => each.slice(below.length).split("/")[0]!);
    return [...new Set(names)];
  }
}

function propertyMethods(offers: ReadonlyMap<string, Offer>): Implementation<typeof properties>["methods"] {
  const offerOf = (name: string): Offer => {
    const offer = offers.get(name);
    if (offer === undefined) throw refusal("UnknownInterface", `no interface ${name} here`);
    return offer;
  };
  const read = (offer: Offer, name: string): Variant => {
    const signature = Object.hasOwn(offer.declaration.properties, name) && offer.declaration.properties[name];
    if (!signature) throw refusal("UnknownProperty", `${offer.declaration.name} has no property ${name}`);
    return variant<string>(signature, offer.properties[name]!());
  };
  return {
    Get: ([of, name]): Body<"v"> => [read(offerOf(of), name)],
    GetAll: ([of]): Body<"a{sv}"> => {
      const offer = offerOf(of);
      return [new Map(Object.keys(offer.declaration.properties).map((name) => [name, read(offer, name)]))];
    },
    Set: ([of, name]): Body<""> => {
      read(offerOf(of), name);
      throw refusal("PropertyReadOnly", `${name} is read-only`);
    },
  };
}
