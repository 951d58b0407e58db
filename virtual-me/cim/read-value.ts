import { attributeOf, childOf, childrenOf, isNil, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { classOf } from "./uris.ts";
import type { Plain, Properties, Reference, Scalar, Value } from "./value.ts";

const common = "http://schemas.dmtf.org/wbem/wscim/1/common";

/** The selectors of a header or of a reference. A selector that is itself a reference is kept as the keys of what it points to. */
export function selectorsOf(set: XmlNode | undefined): Record<string, string | Reference> {
  return Object.fromEntries(
    childrenOf(set, "Selector").map((node) => {
      const inner = childOf(node, "EndpointReference");
      return [attributeOf(node, "Name") ?? "", inner ? readReference(inner) : node.text.trim()];
    }),
  );
}

export function readReference(node: XmlNode): Reference {
  const parameters = childOf(node, "ReferenceParameters");
  const keys = Object.entries(selectorsOf(childOf(parameters, "SelectorSet"))).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    to: classOf(childOf(parameters, "ResourceURI")?.text.trim() ?? "") ?? "",
    keys: Object.fromEntries(keys),
  };
}

function scalar(node: XmlNode): Scalar {
  if (node.children.length === 0) return node.text;
  if (childOf(node, "ReferenceParameters") || childOf(node, "Address")) return readReference(node);
  const [only, more] = node.children;
  if (only?.namespace === common && more === undefined) {
    if (only.name === "Datetime") return { datetime: only.text.trim() };
    if (only.name === "Interval") return { interval: only.text.trim() };
  }
  return { fields: readProperties(node) };
}

/** The children of an element as values, all plain ones as text; what stands there several times is a list. */
export function readProperties(node: XmlNode): Properties {
  const found = new Map<string, Scalar[]>();
  for (const child of node.children) {
    if (isNil(child)) continue;
    const list = found.get(child.name);
    if (list) list.push(scalar(child));
    else found.set(child.name, [scalar(child)]);
  }
  return Object.fromEntries([...found].map(([name, list]) => [name, list.length === 1 ? list[0] : list]));
}

function plainLike(like: Plain, text: string): Plain | undefined {
  const trimmed = text.trim();
  if (typeof like === "number") return /^-?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
  if (typeof like !== "boolean") return text;
  if (trimmed === "true" || trimmed === "1") return true;
  return trimmed === "false" || trimmed === "0" ? false : undefined;
}

/** A value of the same kind as the one that is there; undefined where it is not one. */
export function coerce(like: Value | undefined, given: Value): Value | undefined {
  if (Array.isArray(given)) {
    const kind = Array.isArray(like) ? like[0] : like;
    const each = given.map((one: Scalar) => coerce(kind, one));
    return each.includes(undefined) ? undefined : (each as Scalar[]);
  }
  const one = Array.isArray(like) ? (like[0] as Scalar | undefined) : (like as Scalar | undefined);
  if (one === undefined || typeof one === "object") return given;
  const value = typeof given === "object" ? undefined : plainLike(one, String(given));
  return value !== undefined && Array.isArray(like) ? [value] : value;
}
