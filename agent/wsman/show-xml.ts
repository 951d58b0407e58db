import { addressing, cimCommon, enumeration, soap, transfer, wsman } from "../../mei/wsman/namespace.ts";
import type { Resource } from "../../mei/wsman/resource.ts";
import type { Fields } from "../../mei/wsman/shape.ts";
import { XmlError } from "../../mei/wsman/xml/error.ts";
import type { XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { type Prefixes, writeXml } from "../../mei/wsman/xml/write.ts";
import { isSecret } from "./words.ts";

/**
 * One answer of AMT for people: an element a line, indented, under prefixes of ours, the values of secrets left out. What is
 * no XML is not shown: undefined.
 */
export function showXml(body: Buffer, of: Resource): string | undefined {
  const secrets = new Set(secretNames(of));
  try {
    return indent(writeXml(withoutSecrets(readXml(body), secrets), prefixes(of)));
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

const prefixes = ({ uri }: Resource): Prefixes => ({
  [soap]: "s",
  [addressing]: "a",
  [wsman]: "w",
  [enumeration]: "e",
  [transfer]: "t",
  [cimCommon]: "c",
  [uri]: "p",
});

function secretNames(of: Resource): string[] {
  const inFields = (fields: Fields): string[] =>
    Object.entries(fields).flatMap(([name, { shape }]) =>
      isSecret(shape) ? [name] : shape.kind === "instance" ? inFields(shape.fields) : [],
    );
  return [of, ...of.subclasses].flatMap(({ properties, methods }) => [
    ...inFields(properties),
    ...Object.values(methods).flatMap(({ input, output }) => [...inFields(input), ...inFields(output)]),
  ]);
}

const withoutSecrets = (node: XmlNode, secrets: ReadonlySet<string>): XmlNode =>
  secrets.has(node.name) && node.text !== ""
    ? { ...node, text: "[secret]" }
    : { ...node, children: node.children.map((one) => withoutSecrets(one, secrets)) };

/** Our own writing: quotes in attributes are escaped, and no text holds a `<`. */
function indent(xml: string): string {
  const lines: string[] = [];
  let depth = 0;
  let opened = false;
  for (const [, tag = "", text = ""] of xml.matchAll(/(<(?:"[^"]*"|[^>"])*>)([^<]*)/g)) {
    if (tag.startsWith("</")) {
      depth -= 1;
      if (opened) lines.push(`${lines.pop() ?? ""}${tag}`);
      else lines.push("  ".repeat(depth) + tag);
      opened = false;
    } else {
      lines.push("  ".repeat(depth) + tag + text);
      opened = !tag.endsWith("/>");
      if (opened) depth += 1;
    }
  }
  // XML may hold the control characters above ASCII, and a terminal obeys them
  return lines.join("\n").replace(/[\u007f-\u009f]/g, (found) => `&#x${found.charCodeAt(0).toString(16)};`);
}
