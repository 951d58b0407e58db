import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { base64, flag, list, oneOf, secret, text, u16, u32 } from "../value.ts";
import { service, serviceKeys, setting } from "./base.ts";

/** Who may log in, and for what (presence-posture.md 5.1; rpc.md 3.8). */

const accessPermission = oneOf(u32, { local: 0, network: 1, any: 2 });
/** Base64 of the 16 bytes of MD5 over user, realm and password; worth as much as the password, so never printed. */
const digestPassword = secret;
const entry = {
  DigestUsername: maybe(text),
  DigestPassword: maybe(digestPassword),
  KerberosUserSid: maybe(base64),
  AccessPermission: accessPermission,
  /** Numbers of realms: presence-posture.md 5.1. */
  Realms: list(u32),
};

export const authorizationService = resource("AMT_AuthorizationService", {
  keys: serviceKeys,
  properties: { ...service, AllowHttpQopAuthOnly: u16 },
  methods: {
    AddUserAclEntryEx: method({ effect: "once", input: entry, output: { Handle: u32 } }),
    EnumerateUserAclEntries: method({
      effect: "read",
      input: { StartIndex: u32 },
      output: { TotalCount: u32, HandlesCount: u32, Handles: maybe(list(u32)) },
    }),
    GetAclEnabledState: method({ effect: "read", input: { Handle: u32 }, output: { Enabled: flag } }),
    GetAdminAclEntry: method({ effect: "read", output: { Username: text } }),
    GetAdminAclEntryStatus: method({ effect: "read", output: { IsDefault: flag } }),
    GetAdminNetAclEntryStatus: method({ effect: "read", output: { IsDefault: flag } }),
    GetUserAclEntryEx: method({
      effect: "read",
      input: { Handle: u32 },
      output: {
        DigestUsername: maybe(text),
        KerberosUserSid: maybe(base64),
        AccessPermission: accessPermission,
        Realms: maybe(list(u32)),
      },
    }),
    RemoveUserAclEntry: method({ effect: "change", input: { Handle: u32 } }),
    SetAclEnabledState: method({ effect: "change", input: { Handle: u32, Enabled: flag } }),
    SetAdminAclEntryEx: method({ effect: "change", input: { Username: text, DigestPassword: digestPassword } }),
    /** What is left out stays; the name of a digest user is always there. */
    UpdateUserAclEntryEx: method({
      effect: "change",
      input: { Handle: u32, ...entry, AccessPermission: maybe(accessPermission), Realms: maybe(list(u32)) },
    }),
  },
});

const encryptionAlgorithm = oneOf(u16, { rc4HmacMd5: 0, aes128Sha1: 1, aes256Sha1: 2 });

export const kerberosSettingData = resource("AMT_KerberosSettingData", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    ConfiguredEncryptionAlgorithms: list(encryptionAlgorithm),
    EncryptionAlgorithm: encryptionAlgorithm,
    IterationCount: u32,
    KeyVersion: u32,
    KrbEnabled: flag,
    MasterKey: secret,
    MaximumClockTolerance: u32,
    Passphrase: secret,
    RealmName: text,
    Salt: text,
    ServicePrincipalName: list(text),
    ServicePrincipalProtocol: list(u16),
    SupportedEncryptionAlgorithms: list(encryptionAlgorithm),
  },
  methods: {
    GetCredentialCacheState: method({ effect: "read", output: { Enabled: flag } }),
    SetCredentialCacheState: method({ effect: "change", input: { Enabled: flag } }),
  },
});
