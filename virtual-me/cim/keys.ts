import { isReference, type Properties, type Value } from "./value.ts";

/** Keys of a class where they are not InstanceID, or the creation class, its own name and the system (CIM's usual ones). */
const ownKeys: Readonly<Record<string, readonly string[]>> = {
  AMT_TLSProtocolEndpointCollection: ["ElementName"],
  AMT_AuditLog: ["Name"],
  AMT_MessageLog: ["CreationClassName", "Name"],
  AMT_EventLogEntry: ["CreationClassName", "RecordID"],
  CIM_BIOSElement: ["Name", "SoftwareElementID", "SoftwareElementState", "TargetOperatingSystem", "Version"],
  CIM_BIOSFeature: ["IdentifyingNumber", "Name", "ProductName", "Vendor", "Version"],
  CIM_Card: ["CreationClassName", "Tag"],
  CIM_Chassis: ["CreationClassName", "Tag"],
  CIM_Chip: ["CreationClassName", "Tag"],
  CIM_PhysicalMemory: ["CreationClassName", "Tag"],
  AMT_RemoteAccessPolicyRule: ["CreationClassName", "PolicyRuleName", "SystemCreationClassName", "SystemName"],
  AMT_RemoteAccessPolicyAppliesToMPS: ["ManagedElement", "PolicySet"],
  CIM_FilterCollectionSubscription: ["Filter", "Handler"],
};
const usual = ["CreationClassName", "DeviceID", "Name", "SystemCreationClassName", "SystemName"] as const;

/** Names of a class's keys, read off an instance where the class has none of its own. */
export function keyNamesOf(name: string, properties: Properties): readonly string[] {
  const own = ownKeys[name];
  if (own) return own;
  if (properties.InstanceID !== undefined) return ["InstanceID"];
  if (properties.CreationClassName === undefined) {
    return Object.keys(properties).filter((one) => isReference(properties[one]));
  }
  const device = properties.DeviceID !== undefined;
  return usual.filter((one) => properties[one] !== undefined && !(device && one === "Name"));
}

export const keysOf = (name: string, properties: Properties): Readonly<Record<string, Value | undefined>> =>
  Object.fromEntries(keyNamesOf(name, properties).map((key) => [key, properties[key]]));
