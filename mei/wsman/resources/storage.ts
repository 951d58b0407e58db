import { method, resource } from "../resource.ts";
import { flag, text, u32 } from "../value.ts";
import { service, serviceKeys } from "./base.ts";

/**
 * Third party data storage, AMT 3.0 to 11 (presence-posture.md 2.5). What reads and writes a block is not declared: no source at hand
 * names its arguments.
 */

/** Handles are texts (Intel's SDK, "Storage: Register Application"). */
const session = { SessionHandle: text };
const block = { ...session, BlockHandle: text };

export const thirdPartyDataStorageService = resource("AMT_ThirdPartyDataStorageService", {
  keys: serviceKeys,
  properties: service,
  methods: {
    AllocateBlock: method({
      effect: "once",
      input: { ...session, BytesRequested: u32, BlockHidden: flag, BlockName: text },
      output: { BlockHandle: text },
    }),
    GetCurrentApplicationHandle: method({ effect: "read", input: session, output: { ApplicationHandle: text } }),
    GetBytesAvailable: method({ effect: "read", input: session, output: { BytesAvailable: u32 } }),
    GetMTU: method({ effect: "read", output: { Mtu: u32 } }),
    LockBlock: method({ effect: "change", input: block }),
    RegisterApplication: method({
      effect: "once",
      input: { CallerUUID: text, ApplicationName: text, VendorName: text, EnterpriseName: text },
      output: session,
    }),
    UnregisterApplication: method({ effect: "change", input: session }),
  },
});

export const thirdPartyDataStorageAdministrationService = resource("AMT_ThirdPartyDataStorageAdministrationService", {
  keys: serviceKeys,
  properties: service,
  methods: {
    AddStorageFpaclEntry: method({
      effect: "once",
      input: { AttrType: u32, ApplicationName: text, VendorName: text, IsPartner: flag, TotalAllocationSize: u32 },
      output: { Handle: u32 },
    }),
    GetGlobalStorageAttributes: method({
      effect: "read",
      output: {
        TotalStorage: u32,
        TotalAllocatedStorage: u32,
        MaxPartnerStorage: u32,
        TotalPartnerAllocatedStorage: u32,
        MaxNonPartnerStorage: u32,
        MaxFpaclEntries: u32,
        MaxAslEntries: u32,
        MaxEaclEntries: u32,
        MaxGroupsPerBlock: u32,
        MaxMembersPerGroup: u32,
        MaxNonPartnerTotalAllocationSize: u32,
      },
    }),
  },
});
