/** The namespaces and fixed addresses of WS-Management as AMT speaks it (rpc.md 3.0; golden.jsonl `wsman-15023-card`). */
export const soap = "http://www.w3.org/2003/05/soap-envelope";
export const addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
export const wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
export const transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
export const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
export const eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
/** Holds `Datetime` and `Interval`. */
export const cimCommon = "http://schemas.dmtf.org/wbem/wscim/1/common";
export const cimBinding = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd";
export const trust = "http://schemas.xmlsoap.org/ws/2005/02/trust";
export const security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

export const anonymous = `${addressing}/role/anonymous`;
export const eventAction = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Event";
/** Both actions that a fault comes under. */
export const faultActions = ["http://schemas.dmtf.org/wbem/wsman/1/wsman/fault", `${addressing}/fault`] as const;

const families: Readonly<Record<string, string>> = {
  AMT: "http://intel.com/wbem/wscim/1/amt-schema/1/",
  IPS: "http://intel.com/wbem/wscim/1/ips-schema/1/",
  CIM: "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/",
};

/** `AMT_GeneralSettings`: its resource URI, which is also the namespace of its elements. Undefined for no class of the three families. */
export function resourceUriOf(className: string): string | undefined {
  const family = /^([A-Z]{3})_[A-Za-z0-9_]+$/.exec(className)?.[1];
  const base = family === undefined ? undefined : families[family];
  return base === undefined ? undefined : base + className;
}

/** The class at the end of a resource URI. */
export const classNameOf = (resourceUri: string): string => resourceUri.slice(resourceUri.lastIndexOf("/") + 1);
