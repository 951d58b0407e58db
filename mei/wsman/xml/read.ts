import { XMLParser, XMLValidator } from "fast-xml-parser";
import { checkCharacters, unescapeText } from "./characters.ts";
import { XmlError } from "./error.ts";
import { guard, type XmlLimits, xmlLimits } from "./guard.ts";
import type { XmlAttribute, XmlNode } from "./node.ts";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  processEntities: false,
  htmlEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  jPath: false,
  cdataPropName: "#cdata",
  maxNestedTags: 1000, // the guard counts
});

/** What the parser gives: `{ name: children, ":@": { "@attribute": value } }`, or `{ "#text": text }`. */
type Parsed = Readonly<Record<string, unknown>>;
type Scope = ReadonlyMap<string, string>;

const predeclared: Scope = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);
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

function attributesOf(raw: Readonly<Record<string, string>>, outer: Scope): [readonly XmlAttribute[], Scope] {
  const entries = Object.entries(raw).map(([key, value]) => {
    // XML 1.0, 3.3.3: white space in a value is blanks, unless it is written as a reference
    return [split(key.slice(1)), unescapeText(value.replace(/[\t\n]/g, " "))] as const;
  });
  const isDeclaration = ([prefix, name]: readonly [string, string]): boolean =>
    prefix === "xmlns" || (prefix === "" && name === "xmlns");
  const declared = entries.filter(([name]) => isDeclaration(name));
  // `xmlns:h=""` is not allowed, but clients in the field send it and firmware takes it (rpc.md 3.16, 7.1)
  const scope =
    declared.length === 0
      ? outer
      : new Map([...outer, ...declared.map(([[prefix, name], uri]) => [prefix === "" ? "" : name, uri] as const)]);
  const attributes = entries
    .filter(([name]) => !isDeclaration(name))
    .map(([[prefix, name], value]) => ({ name, namespace: prefix === "" ? "" : namespaceOf(prefix, scope), value }));
  const names = new Set(attributes.map(({ name, namespace }) => `${namespace} ${name}`));
  if (names.size < attributes.length) throw new XmlError("XML_DUPLICATE", "the same attribute under two prefixes");
  return [attributes, scope];
}

function textOf(part: Parsed): string | undefined {
  if (typeof part["#text"] === "string") return unescapeText(part["#text"]);
  const cdata = part["#cdata"];
  return Array.isArray(cdata) ? cdata.map((one: Parsed) => String(one["#text"] ?? "")).join("") : undefined;
}

function nodeOf(parsed: Parsed, outer: Scope): XmlNode {
  const key = Object.keys(parsed).find((one) => one !== ":@") ?? "";
  const [prefix, name] = split(key);
  const [attributes, scope] = attributesOf((parsed[":@"] ?? {}) as Record<string, string>, outer);
  const children: XmlNode[] = [];
  let text = "";
  for (const part of parsed[key] as readonly Parsed[]) {
    const piece = textOf(part);
    if (piece === undefined) children.push(nodeOf(part, scope));
    else text += piece;
  }
  if (children.length > 0 && text.trim() !== "") throw new XmlError("XML_MIXED", `text beside the children of ${name}`);
  return { name, namespace: namespaceOf(prefix, scope), attributes, children, text: children.length > 0 ? "" : text };
}

function decode(bytes: Buffer | string, limits: XmlLimits): string {
  const size = typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.length;
  if (size > limits.bytes) throw new XmlError("XML_SIZE", `${size} bytes where ${limits.bytes} are allowed`);
  if (typeof bytes === "string") return bytes.replace(/^\ufeff/, "");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new XmlError("XML_ENCODING", "not UTF-8", { cause });
  }
}

function parse(text: string): readonly Parsed[] {
  try {
    return parser.parse(text) as readonly Parsed[];
  } catch (cause) {
    throw new XmlError("XML_MALFORMED", "not well formed", { cause });
  }
}

/**
 * Reads one document into a tree with resolved namespaces. No DTD, no instructions, no entities but the five, everything bounded.
 * Throws XmlError, and nothing else.
 */
export function readXml(bytes: Buffer | string, limits: XmlLimits = xmlLimits): XmlNode {
  const text = decode(bytes, limits);
  checkCharacters(text);
  guard(text, limits);
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new XmlError("XML_MALFORMED", `not well formed at line ${valid.err.line}: ${valid.err.code}`);
  const parts = parse(text);
  const [root, second] = parts.filter((part) => textOf(part) === undefined);
  if (root === undefined || second !== undefined) throw new XmlError("XML_MALFORMED", "not one root element");
  return nodeOf(root, predeclared);
}
