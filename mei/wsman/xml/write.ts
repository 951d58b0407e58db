import { escapeAttribute, escapeText } from "./characters.ts";
import { XmlError } from "./error.ts";
import { instanceNamespace, type XmlNode } from "./node.ts";

/** Prefix of each namespace; `""` makes it the default one. Those not listed get `n1`, `n2` and so on. */
export type Prefixes = Readonly<Record<string, string>>;

const plainName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

function namespacesIn(root: XmlNode): { elements: Set<string>; attributes: Set<string> } {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const visit = (node: XmlNode): void => {
    elements.add(node.namespace);
    for (const one of node.attributes) if (one.namespace !== "") attributes.add(one.namespace);
    for (const one of node.children) visit(one);
  };
  visit(root);
  return { elements, attributes };
}

/** A prefix for every namespace of the tree. None is the default one where an element has no namespace at all: it would fall into it. */
function choose(root: XmlNode, wanted: Prefixes, first: readonly string[]): Map<string, string> {
  const { elements, attributes } = namespacesIn(root);
  const chosen = new Map<string, string>();
  let made = 0;
  for (const namespace of new Set([...first, ...elements, ...attributes])) {
    if (namespace === "") continue;
    const prefix = namespace === instanceNamespace ? "xsi" : wanted[namespace];
    const usable = prefix !== undefined && (prefix !== "" || (!elements.has("") && !attributes.has(namespace)));
    chosen.set(namespace, usable ? prefix : `n${++made}`);
  }
  return chosen;
}

/**
 * Writes a tree, everything escaped and every namespace declared on the root, without an XML declaration. `declare` come
 * first, also those that only a value names (`c:InvalidSelectors`). Throws XmlError for a name or a character that XML cannot carry.
 */
export function writeXml(root: XmlNode, wanted: Prefixes = {}, declare: readonly string[] = []): string {
  const prefixes = choose(root, wanted, declare);
  const qualified = (namespace: string, name: string): string => {
    if (!plainName.test(name)) throw new XmlError("XML_NAME", "an element or attribute whose name is no plain name");
    const prefix = namespace === "" ? "" : (prefixes.get(namespace) ?? "");
    return prefix === "" ? name : `${prefix}:${name}`;
  };
  const declarations = [...prefixes]
    .map(([namespace, prefix]) => ` xmlns${prefix === "" ? "" : `:${prefix}`}="${escapeAttribute(namespace)}"`)
    .join("");
  const write = (node: XmlNode, extra: string): string => {
    const name = qualified(node.namespace, node.name);
    const attributes = node.attributes
      .map((one) => ` ${qualified(one.namespace, one.name)}="${escapeAttribute(one.value)}"`)
      .join("");
    const inner =
      node.children.length > 0 ? node.children.map((one) => write(one, "")).join("") : escapeText(node.text);
    const open = `<${name}${extra}${attributes}`;
    return inner === "" ? `${open}/>` : `${open}>${inner}</${name}>`;
  };
  return write(root, declarations);
}
