import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { isReference, numberOf, type Properties, reference, textOf } from "../value.ts";

/** 802.1x of the wire: the old class (profile) and AMT 11's (settings), with their certificates (rpc.md 3.11). */
export function dot1xRules({ store }: Managed): Rules {
  const names = [
    "AuthenticationProtocol",
    "Domain",
    "Enabled",
    "PxeTimeout",
    "RoamingIdentity",
    "ServerCertificateName",
  ];
  const shown = ["ServerCertificateNameComparison", "Username"];
  const ofCertificate = (to: Properties[string]): boolean =>
    isReference(to) &&
    store.list("AMT_PublicKeyCertificate").some(({ InstanceID }) => InstanceID === to.keys.InstanceID);
  return {
    AMT_8021XProfile: {
      put: settable(...names, ...shown, "ActiveInS0", "AuthenticationProtocol"),
    },
    AMT_8021xCredentialContext: {},
    IPS_8021xCredentialContext: {},
    CIM_CredentialContext: {},
    IPS_IEEE8021xSettings: {
      /** 2 on, 3 off. What is sent to switch it on stays; switched off it is as it was at first. */
      put(call, wanted, before, given) {
        const on = numberOf(wanted.Enabled) === 2;
        const after = settable(...names, ...shown, "AvailableInS0")(call, wanted, before, given);
        if (on)
          return {
            ...after,
            AuthenticationProtocol: numberOf(after.AuthenticationProtocol),
            Username: textOf(after.Username),
          };
        const { AuthenticationProtocol, Domain, RoamingIdentity, Username, ...off } = after;
        store.clear("IPS_8021xCredentialContext");
        return off;
      },
      methods: {
        SetCertificates(_call, input, on) {
          const certificates = [input.ServerCertificateIssuer, input.ClientCertificate].filter(
            (one) => one !== undefined,
          );
          if (certificates.some((one) => !ofCertificate(one))) return returns(36);
          store.clear("IPS_8021xCredentialContext");
          for (const one of certificates) {
            store.add("IPS_8021xCredentialContext", {
              ElementInContext: one,
              ElementProvidingContext: reference("IPS_IEEE8021xSettings", { InstanceID: textOf(on.InstanceID) }),
            });
          }
          return success;
        },
      },
    },
  };
}
