import { reference } from "../reference.ts";
import { resource } from "../resource.ts";
import { flag, i32, list, text, time, u16, u32, u64 } from "../value.ts";
import { device, deviceKeys, enabledElement, systemElement } from "./base.ts";

/** The machine around AMT, as its BIOS described it. */

/** CIM_PhysicalElement. */
const physical = {
  ...systemElement,
  CanBeFRUed: flag,
  CreationClassName: text,
  ManufactureDate: time,
  Manufacturer: text,
  Model: text,
  OtherIdentifyingInfo: text,
  PartNumber: text,
  PoweredOn: flag,
  SKU: text,
  SerialNumber: text,
  Tag: text,
  UserTracking: text,
  VendorEquipmentType: text,
  Version: text,
};
const physicalKeys = ["CreationClassName", "Tag"] as const;
const physicalPackage = { ...physical, HotSwappable: flag, PackageType: u16, RemovalConditions: u16, Removable: flag };

export const chassis = resource("CIM_Chassis", {
  keys: physicalKeys,
  properties: { ...physicalPackage, ChassisPackageType: u16, ChassisTypes: list(u16), NumberOfPowerCords: u16 },
});
export const card = resource("CIM_Card", {
  keys: physicalKeys,
  properties: { ...physicalPackage, HostingBoard: flag },
});
/** Its enumeration gives cards and chassis. */
export const cimPhysicalPackage = resource("CIM_PhysicalPackage", {
  keys: physicalKeys,
  properties: physicalPackage,
  subclasses: [card, chassis],
});
export const chip = resource("CIM_Chip", { keys: physicalKeys, properties: { ...physical, FormFactor: u16 } });
export const physicalMemory = resource("CIM_PhysicalMemory", {
  keys: physicalKeys,
  properties: {
    ...physical,
    BankLabel: text,
    /** Bytes. */
    Capacity: u64,
    ConfiguredMemoryClockSpeed: u32,
    DataWidth: u16,
    FormFactor: u16,
    IsSpeedInMhz: flag,
    MaxMemorySpeed: u32,
    MemoryType: u16,
    Speed: u32,
    TotalWidth: u16,
  },
});

export const processor = resource("CIM_Processor", {
  keys: deviceKeys,
  properties: {
    ...device,
    AddressWidth: u16,
    CPUStatus: u16,
    CurrentClockSpeed: u32,
    DataWidth: u16,
    ExternalBusClockSpeed: u32,
    Family: u16,
    LoadPercentage: u16,
    MaxClockSpeed: u32,
    OtherFamilyDescription: text,
    Role: text,
    Stepping: text,
    UniqueID: text,
    UpgradeMethod: u16,
  },
});

export const battery = resource("CIM_Battery", {
  keys: deviceKeys,
  properties: {
    ...device,
    BatteryStatus: u16,
    ChargingStatus: u16,
    Chemistry: u16,
    DesignCapacity: u32,
    DesignVoltage: u64,
    EstimatedChargeRemaining: u16,
    EstimatedRunTime: u32,
    FullChargeCapacity: u32,
    TimeToFullCharge: u32,
  },
});
export const fan = resource("CIM_Fan", {
  keys: deviceKeys,
  properties: { ...device, ActiveCooling: flag, DesiredSpeed: u64, VariableSpeed: flag },
});
const sensorProperties = {
  ...device,
  CurrentState: text,
  OtherSensorTypeDescription: text,
  PollingInterval: u64,
  PossibleStates: list(text),
  SensorType: u16,
};
/** One that measures a number. */
export const numericSensor = resource("CIM_NumericSensor", {
  keys: deviceKeys,
  properties: { ...sensorProperties, BaseUnits: u16, CurrentReading: i32, UnitModifier: i32 },
});
export const sensor = resource("CIM_Sensor", {
  keys: deviceKeys,
  properties: sensorProperties,
  subclasses: [numericSensor],
});
export const mediaAccessDevice = resource("CIM_MediaAccessDevice", {
  keys: deviceKeys,
  properties: { ...device, Capabilities: list(u16), MaxMediaSize: u64, Security: u16 },
});

const softwareKeys = ["Name", "SoftwareElementID", "SoftwareElementState", "TargetOperatingSystem", "Version"] as const;
export const biosElement = resource("CIM_BIOSElement", {
  keys: softwareKeys,
  properties: {
    ...systemElement,
    BuildNumber: text,
    CodeSet: text,
    IdentificationCode: text,
    LanguageEdition: text,
    Manufacturer: text,
    PrimaryBIOS: flag,
    ReleaseDate: time,
    SerialNumber: text,
    SoftwareElementID: text,
    SoftwareElementState: u16,
    TargetOperatingSystem: u16,
    Version: text,
  },
});
export const biosFeature = resource("CIM_BIOSFeature", {
  keys: ["IdentifyingNumber", "Name", "ProductName", "Vendor", "Version"],
  properties: {
    ...systemElement,
    CharacteristicDescriptions: list(text),
    Characteristics: list(u16),
    IdentifyingNumber: text,
    ProductName: text,
    Vendor: text,
    Version: text,
  },
});
export const softwareIdentity = resource("CIM_SoftwareIdentity", {
  keys: ["InstanceID"],
  properties: {
    ...systemElement,
    BuildNumber: u16,
    InstanceID: text,
    IsEntity: flag,
    MajorVersion: u16,
    Manufacturer: text,
    MinorVersion: u16,
    RevisionNumber: u16,
    VersionString: text,
  },
});

export const computerSystem = resource("CIM_ComputerSystem", {
  keys: ["CreationClassName", "Name"],
  properties: {
    ...enabledElement,
    CreationClassName: text,
    Dedicated: list(u16),
    IdentifyingDescriptions: list(text),
    NameFormat: text,
    OtherIdentifyingInfo: list(text),
    PowerManagementCapabilities: list(u16),
    ResetCapability: u16,
    Roles: list(text),
  },
});
const packaging = { Antecedent: reference, Dependent: reference };
export const computerSystemPackage = resource("CIM_ComputerSystemPackage", {
  keys: ["Antecedent", "Dependent"],
  /** `PlatformGUID`: 32 hex digits in the order of the bytes. */
  properties: { ...packaging, PlatformGUID: text },
});
export const systemPackaging = resource("CIM_SystemPackaging", {
  keys: ["Antecedent", "Dependent"],
  properties: packaging,
  subclasses: [computerSystemPackage],
});
/** What belongs to what: keys to accounts, conditions to agents. */
export const concreteDependency = resource("CIM_ConcreteDependency", {
  keys: ["Antecedent", "Dependent"],
  properties: packaging,
});
