import { realms } from "../../accounts.ts";
import type { ClassRule, Managed, Rules } from "../rule.ts";

/** System UUID as AMT spells it in CIM_ComputerSystemPackage: the 16 bytes in SMBIOS's order, without hyphens. */
export function platformGuid(uuid: string): string {
  return Buffer.from(guidBytes(uuid)).toString("hex").toUpperCase();
}
/** The first three groups turned round (SMBIOS 7.2.1). */
export function guidBytes(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  return Buffer.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => bytes[at] ?? 0));
}

const asset: ClassRule = { read: [realms.hardwareAsset, realms.generalInfo] };

/** What AMT tells of the machine around it. */
export function hardwareRules({ world }: Managed): Rules {
  const { facts } = world.machine;
  const bios = (): { Version: string; SoftwareElementID: string } => ({
    Version: facts.bios.value,
    SoftwareElementID: facts.bios.value,
  });
  return {
    CIM_BIOSElement: { ...asset, live: bios },
    CIM_BIOSFeature: asset,
    CIM_Card: asset,
    CIM_Chassis: asset,
    CIM_Chip: asset,
    CIM_PhysicalMemory: asset,
    CIM_Processor: asset,
    CIM_MediaAccessDevice: asset,
    CIM_Battery: asset,
    CIM_Fan: asset,
    CIM_Sensor: asset,
    AMT_AssetTableService: asset,
    CIM_ComputerSystemPackage: { ...asset, live: () => ({ PlatformGUID: platformGuid(facts.uuid.value) }) },
    CIM_SoftwareIdentity: {
      instances: () =>
        facts.codeVersions.value.map(([InstanceID, VersionString]) => ({ InstanceID, IsEntity: true, VersionString })),
    },
    AMT_Hdr8021Filter: { read: [realms.systemDefense, realms.generalInfo] },
  };
}
