import { unescapeText } from "./characters.ts";
import { XmlError } from "./error.ts";
import type { XmlAttribute } from "./node.ts";

/** Namespaces by prefix, as they hold inside an element. */
export type Scope = ReadonlyMap<string, string>;
export const outermost: Scope = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);

export interface Tag {
  readonly kind: "open" | "close" | "empty";
  /** With its prefix, as it stands there. */
  readonly name: string;
  readonly attributes: string;
  /** Where what follows begins. */
  readonly end: number;
}

// Attribute values are skipped whole. Every alternative begins with a character of its own, so nothing is tried twice
const tag = /<(\/?)([^ \t\n<>"'=/!?]+)([^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*)>/y;
const attribute = /[ \t\n]+([^ \t\n<>"'=/]+)[ \t\n]*=[ \t\n]*(?:"([^"<]*)"|'([^'<]*)')/y;

/** The tag at `at`. Throws XML_MALFORMED. */
export function tagAt(text: string, at: number): Tag {
  tag.lastIndex = at;
  const [, slash, name = "", rest = ""] = tag.exec(text) ?? [];
  const empty = rest.endsWith("/");
  const attributes = (empty ? rest.slice(0, -1) : rest).trimEnd();
  if (slash === undefined || (slash === "/" && (empty || attributes !== ""))) {
    throw new XmlError("XML_MALFORMED", `no tag at ${at}`);
  }
  return { kind: slash === "/" ? "close" : empty ? "empty" : "open", name, attributes, end: tag.lastIndex };
}

// ASCII on purpose: every name of WS-Management is, and look-alikes have no business here
const plainName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

function split(qualified: string): [prefix: string, name: string] {
  const colon = qualified.indexOf(":");
  const prefix = colon < 0 ? "" : qualified.slice(0, colon);
  const name = qualified.slice(colon + 1);
  if (!plainName.test(name) || (colon >= 0 && !plainName.test(prefix))) {
    throw new XmlError("XML_NAME", "an element or attribute whose name is no plain name");
  }
  return [prefix, name];
}

function namespaceOf(prefix: string, scope: Scope): string {
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== "") throw new XmlError("XML_PREFIX", "a prefix that nothing declares");
  return namespace ?? "";
}

/** Name and value of each attribute in turn. Throws XML_MALFORMED, XML_COUNT, XML_DUPLICATE. */
function pairsIn(raw: string, limit: number): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let at = 0; at < raw.length; at = attribute.lastIndex) {
    attribute.lastIndex = at;
    const [, name = "", double, single] = attribute.exec(raw) ?? [];
    if (name === "") throw new XmlError("XML_MALFORMED", "an attribute that is none");
    if (pairs.has(name)) throw new XmlError("XML_DUPLICATE", "an attribute or prefix is there twice");
    if (pairs.size >= limit) throw new XmlError("XML_COUNT", `more than ${limit} attributes on one element`);
    // XML 1.0, 3.3.3: white space in a value is blanks, unless it is written as a reference
    pairs.set(name, unescapeText((double ?? single ?? "").replace(/[\t\n]/g, " ")));
  }
  return pairs;
}

export interface Opened {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly scope: Scope;
}

/** What an opening tag says, its prefixes resolved. */
export function open({ name: qualified, attributes: raw }: Tag, outer: Scope, limit: number): Opened {
  let scope = outer;
  const plain: [prefix: string, name: string, value: string][] = [];
  for (const [full, value] of raw === "" ? [] : pairsIn(raw, limit)) {
    const [prefix, name] = split(full);
    if (prefix !== "xmlns" && full !== "xmlns") plain.push([prefix, name, value]);
    else {
      // `xmlns:h=""` is not allowed, but clients in the field send it and firmware takes it (rpc.md 3.16, 7.1)
      if (scope === outer) scope = new Map(outer);
      (scope as Map<string, string>).set(prefix === "" ? "" : name, value);
    }
  }
  const attributes = plain.map(([prefix, name, value]) => {
    return { name, namespace: prefix === "" ? "" : namespaceOf(prefix, scope), value };
  });
  const names = new Set(attributes.map((one) => `${one.namespace} ${one.name}`));
  if (names.size < attributes.length) throw new XmlError("XML_DUPLICATE", "the same attribute under two prefixes");
  const [prefix, name] = split(qualified);
  return { name, namespace: namespaceOf(prefix, scope), attributes, scope };
}
