/** One attribute. `namespace` is empty for one without a prefix; `xmlns` declarations are not attributes here. */
export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** One element, its namespace resolved. An element has either children or text (a whitespace-only text beside children is dropped). */
export interface XmlNode {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  readonly text: string;
}

/** The namespace of `xsi:nil` and `xsi:type`. */
export const instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";

/** An element with text, children or nothing. */
export function element(
  namespace: string,
  name: string,
  content: string | readonly XmlNode[] = [],
  attributes: readonly XmlAttribute[] = [],
): XmlNode {
  const text = typeof content === "string" ? content : "";
  return { name, namespace, attributes, children: typeof content === "string" ? [] : content, text };
}

export const attribute = (name: string, value: string, namespace = ""): XmlAttribute => ({ name, namespace, value });

/** An element that is there and has no value: `xsi:nil="true"`. */
export const nil = (namespace: string, name: string): XmlNode =>
  element(namespace, name, [], [attribute("nil", "true", instanceNamespace)]);

export function attributeOf(node: XmlNode, name: string, namespace = ""): string | undefined {
  return node.attributes.find((one) => one.name === name && one.namespace === namespace)?.value;
}

export function isNil(node: XmlNode): boolean {
  const value = attributeOf(node, "nil", instanceNamespace)?.trim();
  return value === "true" || value === "1";
}

/** The first child of that name, in that namespace where one is given. */
export const childOf = (node: XmlNode | undefined, name: string, namespace?: string): XmlNode | undefined =>
  node?.children.find((one) => one.name === name && (namespace === undefined || one.namespace === namespace));

/** Every child of that name. */
export const childrenOf = (node: XmlNode | undefined, name: string, namespace?: string): readonly XmlNode[] =>
  node?.children.filter((one) => one.name === name && (namespace === undefined || one.namespace === namespace)) ?? [];
