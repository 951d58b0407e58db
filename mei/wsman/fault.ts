import type { FaultParts } from "./errors.ts";
import { soap } from "./namespace.ts";
import { attribute, childOf, element, type XmlNode } from "./xml/node.ts";

const localName = (qualified: string): string => qualified.slice(qualified.indexOf(":") + 1);

function allText(node: XmlNode | undefined): string {
  if (node === undefined) return "";
  return [node.text.trim(), ...node.children.map(allText)].filter((one) => one !== "").join(" ");
}

/** The parts of the fault in a message's body; undefined where it is none. */
export function faultIn(body: XmlNode | undefined): FaultParts | undefined {
  if (body?.name !== "Fault" || body.namespace !== soap) return undefined;
  const code = childOf(body, "Code", soap);
  const subcode = childOf(childOf(code, "Subcode", soap), "Value", soap)?.text.trim();
  const detail = allText(childOf(body, "Detail", soap));
  return {
    code: localName(childOf(code, "Value", soap)?.text.trim() ?? ""),
    subcode: subcode === undefined ? undefined : localName(subcode),
    reason: allText(childOf(childOf(body, "Reason", soap), "Text", soap)),
    detail: detail === "" ? undefined : detail,
  };
}

/**
 * The body of a fault. `prefix` is the one under which the message declares the subcode's namespace (AMT's own answers: b for
 * addressing, c for wsman).
 */
export function faultBody(parts: FaultParts, prefix: string): XmlNode {
  const subcode =
    parts.subcode === undefined
      ? []
      : [element(soap, "Subcode", [element(soap, "Value", `${prefix}:${parts.subcode}`)])];
  const language = [attribute("lang", "en-US", "http://www.w3.org/XML/1998/namespace")];
  const text = (content: string): XmlNode => element(soap, "Text", content, language);
  return element(soap, "Fault", [
    element(soap, "Code", [element(soap, "Value", `a:${parts.code}`), ...subcode]),
    element(soap, "Reason", [text(parts.reason)]),
    ...(parts.detail === undefined ? [] : [element(soap, "Detail", [text(parts.detail)])]),
  ]);
}
