import { ValueError } from "./errors.ts";
import { addressing, anonymous, classNameOf, wsman } from "./namespace.ts";
import type { Field } from "./shape.ts";
import { attribute, attributeOf, childOf, childrenOf, element, isNil, type XmlNode } from "./xml/node.ts";

/** The keys that select one instance; a key can point to another instance itself. */
export type Selectors = Readonly<Record<string, string | Reference>>;

/** An endpoint reference: the way to point at an instance. Without `resourceUri` it points at nothing (AMT does that in failed replies). */
export interface Reference {
  readonly address: string;
  readonly resourceUri: string | undefined;
  readonly selectors: Selectors;
}

/** A reference to an instance in the same AMT. */
export const referTo = (resourceUri: string, selectors: Selectors): Reference => ({
  address: anonymous,
  resourceUri,
  selectors,
});

/** The class that a reference points at. */
export const classOf = ({ resourceUri }: Reference): string | undefined =>
  resourceUri === undefined ? undefined : classNameOf(resourceUri);

/** The SelectorSet element; undefined for no selectors. */
export function writeSelectors(selectors: Selectors): XmlNode | undefined {
  const each = Object.entries(selectors).map(([name, value]) =>
    element(
      wsman,
      "Selector",
      typeof value === "string" ? value : [element(addressing, "EndpointReference", writeReference(value))],
      [attribute("Name", name)],
    ),
  );
  return each.length === 0 ? undefined : element(wsman, "SelectorSet", each);
}

/** Throws ValueError for a selector without a name, or a name twice. */
export function readSelectors(set: XmlNode | undefined): Selectors {
  const entries = childrenOf(set, "Selector", wsman).map((node): [string, string | Reference] => {
    const name = attributeOf(node, "Name") ?? attributeOf(node, "Name", wsman);
    if (name === undefined) throw new ValueError("SelectorSet", "has a selector without a name");
    const inner = childOf(node, "EndpointReference", addressing);
    if (inner === undefined && node.children.length > 0)
      throw new ValueError("SelectorSet", "has a selector that is no key");
    return [name, inner === undefined ? node.text : readReference(inner)];
  });
  const byName = new Map(entries);
  if (byName.size < entries.length) throw new ValueError("SelectorSet", "has a selector twice");
  return Object.fromEntries(byName);
}

/** The children of the element that holds a reference. */
export function writeReference(reference: Reference): readonly XmlNode[] {
  const address = element(addressing, "Address", reference.address);
  if (reference.resourceUri === undefined) return [address];
  const selectors = writeSelectors(reference.selectors);
  const parameters = [element(wsman, "ResourceURI", reference.resourceUri), ...(selectors ? [selectors] : [])];
  return [address, element(addressing, "ReferenceParameters", parameters)];
}

/** Reads the element that holds a reference; some servers put an EndpointReference between. */
export function readReference(holder: XmlNode): Reference {
  const node = childOf(holder, "EndpointReference", addressing) ?? holder;
  const parameters = childOf(node, "ReferenceParameters", addressing);
  const address = childOf(node, "Address", addressing);
  if (address === undefined && parameters === undefined && node.children.length > 0) {
    throw new ValueError("", "is no reference to an instance");
  }
  return {
    address: address?.text.trim() ?? "",
    resourceUri: childOf(parameters, "ResourceURI", wsman)?.text.trim(),
    selectors: readSelectors(childOf(parameters, "SelectorSet", wsman)),
  };
}

/** A property or argument that points at an instance. */
export const reference: Field<Reference> = {
  shape: { kind: "reference" },
  optional: false,
  read(elements) {
    const [first, second] = elements.filter((one) => !isNil(one));
    if (second !== undefined) throw new ValueError("", "is there more than once");
    return first === undefined ? undefined : readReference(first);
  },
  write: (namespace, name, value) => [element(namespace, name, writeReference(value))],
  parse: undefined,
};
