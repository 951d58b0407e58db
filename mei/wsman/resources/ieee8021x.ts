import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { base64, flag, oneOf, secret, text, u16, u32 } from "../value.ts";
import { setting } from "./base.ts";

/** 802.1x, wired and wireless (rpc.md 3.10, 3.11). */

export const authenticationProtocol = oneOf(u16, {
  eapTls: 0,
  eapTtlsMschapV2: 1,
  peapV0EapMschapV2: 2,
  peapV1EapGtc: 3,
  eapFastMschapV2: 4,
  eapFastGtc: 5,
  eapMd5: 6,
  eapPsk: 7,
  eapSim: 8,
  eapAka: 9,
  eapFastTls: 10,
});
const login = {
  AuthenticationProtocol: authenticationProtocol,
  Domain: text,
  PACPassword: secret,
  Password: secret,
  ProtectedAccessCredential: base64,
  RoamingIdentity: text,
  ServerCertificateName: text,
  ServerCertificateNameComparison: oneOf(u16, { other: 1, fullName: 2, domainSuffix: 3 }),
  Username: text,
};

export const cim8021xSettings = resource("CIM_IEEE8021xSettings", {
  keys: ["InstanceID"],
  properties: { ...setting, ...login, AuthenticationProtocol: authenticationProtocol, PSK: secret },
});

export const wired8021xSettings = resource("IPS_IEEE8021xSettings", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    ...login,
    AvailableInS0: flag,
    Enabled: oneOf(u16, { enabled: 2, disabled: 3, enabledWithoutCertificates: 6 }),
    PSK: secret,
    PxeTimeout: u32,
  },
  methods: {
    SetCertificates: method({
      effect: "change",
      input: { ServerCertificateIssuer: reference, ClientCertificate: reference },
    }),
  },
});

/** The class before IPS_IEEE8021xSettings. */
export const profile8021x = resource("AMT_8021XProfile", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    ...login,
    ActiveInS0: flag,
    ClientCertificate: reference,
    Enabled: flag,
    PxeTimeout: u32,
    ServerCertificateIssuer: reference,
  },
});

const context = {
  keys: ["ElementInContext", "ElementProvidingContext"] as const,
  properties: { ElementInContext: reference, ElementProvidingContext: reference },
};
export const ieee8021xCredentialContext = resource("AMT_8021xCredentialContext", context);
export const wired8021xCredentialContext = resource("IPS_8021xCredentialContext", context);
