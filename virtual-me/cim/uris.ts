import { isReference, listOf, type Properties } from "./value.ts";

const cim = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
const intel = (family: string): string => `http://intel.com/wbem/wscim/1/${family}-schema/1/`;

/** `http://…/CIM_Card`: the class's resource URI, and the namespace of its elements. */
export function classUri(name: string): string {
  if (name.startsWith("AMT_")) return intel("amt") + name;
  if (name.startsWith("IPS_")) return intel("ips") + name;
  return cim + name;
}

/** The class that a resource URI names; undefined where the URI is none of the three families', or belongs to another one. */
export function classOf(uri: string): string | undefined {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return name !== "" && classUri(name) === uri ? name : undefined;
}

// CIM_ManagedSystemElement and its heirs have an InstallDate, so that AMT declares the common types for them; settings, capabilities
// and associations do not. Derived from the 37 recorded envelopes.
const without =
  /(SettingData|Settings?|Profile|Capabilities|Policy\w*|AppliesToMPS|Occurrence|Context|Dependency|Collection)$/;

/** Does AMT declare the common namespace with an instance of this class? */
export const hasCommonTypes = (name: string, properties: Properties): boolean =>
  !without.test(name) ||
  Object.values(properties).some((value) => listOf(value).some((one) => typeof one === "object" && !isReference(one)));
