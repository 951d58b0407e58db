import { classOf, type Reference } from "../../mei/wsman/reference.ts";
import { type Kept, undeclared } from "../../mei/wsman/resource.ts";
import { isNil, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { Secret } from "../../platform/secret.ts";

/** What JSON can hold. Bytes are base64, 8-byte numbers decimal strings, secrets `[secret]`, references their class and keys. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

const isReference = (value: object): value is Reference => "address" in value && "selectors" in value;

const entriesOf = (value: object): [string, Plain][] =>
  Object.entries(value).flatMap(([name, part]) => (part === undefined ? [] : [[name, plainOf(part)]]));

/** A value of a declared type. */
export function plainOf(value: unknown): Plain {
  if (value instanceof Secret) return value.toJSON();
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return value as Plain;
  if (isReference(value))
    return { class: classOf(value) ?? null, selectors: Object.fromEntries(entriesOf(value.selectors)) };
  return propertiesOf(value);
}

/** Every property of an instance, by name; those that nobody declared as the text they came as. */
export const propertiesOf = (instance: object): { [name: string]: Plain } => ({
  ...Object.fromEntries(entriesOf(instance)),
  ...plainNodes((instance as Kept)[undeclared] ?? []),
});

/** Elements that nobody declared: several of one name are a list. */
export function plainNodes(nodes: readonly XmlNode[]): { [name: string]: Plain } {
  const byName = new Map<string, Plain[]>();
  for (const node of nodes) {
    const value: Plain = isNil(node) ? null : node.children.length > 0 ? plainNodes(node.children) : node.text;
    if (!byName.get(node.name)?.push(value)) byName.set(node.name, [value]);
  }
  return Object.fromEntries([...byName].map(([name, all]) => [name, all.length === 1 ? (all[0] as Plain) : all]));
}
