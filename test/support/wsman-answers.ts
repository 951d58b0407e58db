import { readFileSync } from "node:fs";
import { addressing, anonymous, cimCommon, enumeration, resourceUriOf, transfer } from "../../mei/wsman/namespace.ts";
import { referTo, writeReference } from "../../mei/wsman/reference.ts";
import { element, type XmlNode } from "../../mei/wsman/xml/node.ts";

/** What `test/golden/wsman-answers.jsonl` holds: AMT's answers, each property as the text of its elements. */
type Json = string | { readonly [name: string]: Json } | readonly Json[];
interface Shown {
  /** A class, or the name of the body's element; null where the source shows only what is inside. */
  readonly class: string | null;
  readonly properties: Readonly<Record<string, Json>>;
}
export interface Answer {
  readonly id: string;
  readonly body?: Shown | null;
  readonly pull?: { readonly end: boolean; readonly items: readonly Shown[] };
}

const lines = <T>(name: string): T[] =>
  readFileSync(new URL(`../golden/${name}.jsonl`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

export const readAnswers = (): Answer[] => lines<Answer>("wsman-answers");
export const readEnvelopes = (): { readonly id: string; readonly firmware: string; readonly xml: string }[] =>
  lines("wsman-envelopes");
export const readRecords = (): { readonly id: string; readonly kind: "audit" | "event"; readonly hex: string }[] =>
  lines("wsman-records");

/** Long values are cut in the source; what is left of base64 is base64 again. */
const uncut = (value: string): string => {
  const shown = value.replace(/…$/, "");
  return shown !== value && /^[A-Za-z0-9+/]+$/.test(shown) ? shown.slice(0, shown.length - (shown.length % 4)) : shown;
};

function valueNodes(namespace: string, name: string, value: Json): readonly XmlNode[] {
  if (typeof value === "string") return [element(namespace, name, uncut(value))];
  if (Array.isArray(value)) return value.flatMap((one: Json) => valueNodes(namespace, name, one));
  const parts = value as Readonly<Record<string, Json>>;
  if (typeof parts.epr !== "string") {
    return [
      element(
        namespace,
        name,
        Object.entries(parts).flatMap(([inner, one]) => valueNodes(cimCommon, inner, one)),
      ),
    ];
  }
  const selectors = parts.selectors as Readonly<Record<string, string>>;
  const uri = resourceUriOf(parts.epr);
  const inside =
    uri === undefined ? [element(addressing, "Address", anonymous)] : writeReference(referTo(uri, selectors));
  return [element(namespace, name, inside)];
}

/** One instance or output as AMT sends it. `uri` is the namespace of an element that is no class. */
export function shownNode({ class: name, properties }: Shown, uri: string): XmlNode {
  if (name === "ResourceCreated") return { ...(valueNodes(transfer, name, properties[""] ?? "")[0] as XmlNode) };
  if (name === "EnumerateResponse") {
    return element(
      enumeration,
      name,
      Object.entries(properties).flatMap(([one, value]) => valueNodes(enumeration, one, value)),
    );
  }
  const namespace = (name === null ? undefined : resourceUriOf(name)) ?? uri;
  const children = Object.entries(properties).flatMap(([one, value]) => valueNodes(namespace, one, value));
  return element(namespace, name ?? "", children);
}

/** `amt/alarmclock/addalarm`: the answer's folder, which stands for a class. */
export const folderOf = (id: string): string => id.slice(0, id.lastIndexOf("/"));

/** Folders whose answers show no instance of their class. */
const without: Readonly<Record<string, string>> = {
  "amt/ieee8021x/credentialcontext": "AMT_8021xCredentialContext",
  "cim/physical/package": "CIM_PhysicalPackage",
  "cim/service/availabletoelement": "CIM_ServiceAvailableToElement",
  "cim/system/packaging": "CIM_SystemPackaging",
  "ips/http": "IPS_HTTPProxyService",
  "ips/ieee8021x/credentialcontext": "IPS_8021xCredentialContext",
};

/** The class that an answer was asked of. */
export function classAsked(answers: readonly Answer[], id: string): string {
  const folder = folderOf(id);
  const own = without[folder];
  if (own !== undefined) return own;
  const shown = answers
    .filter((one) => folderOf(one.id) === folder)
    .flatMap(({ body, pull }) => [body?.class, pull?.items[0]?.class])
    .find((name) => typeof name === "string" && resourceUriOf(name) !== undefined);
  if (typeof shown !== "string") throw new Error(`no answer of ${folder} shows its class`);
  return shown;
}
