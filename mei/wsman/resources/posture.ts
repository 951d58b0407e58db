import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { base64, oneOf, u16, u32 } from "../value.ts";
import { requestStateChange, service, serviceKeys } from "./base.ts";

/** Endpoint Access Control: AMT's own posture, up to CSME 17 (presence-posture.md 2.1, 2.2). */

const postureType = { PostureType: oneOf(u16, { avp: 0 }) };
const options = {
  EacVendors: oneOf(u32, { nac: 1, nap: 2, nacAndNap: 3 }),
  PostureHashAlgorithm: oneOf(u32, { sha1: 1, sha256: 2, sha384: 3 }),
};

export const endpointAccessControlService = resource("AMT_EndpointAccessControlService", {
  keys: serviceKeys,
  properties: service,
  methods: {
    GetEacOptions: method({ effect: "read", output: options }),
    GetPosture: method({
      effect: "read",
      input: postureType,
      output: { SignedPosture: base64, PostureChangeHash: base64 },
    }),
    GetPostureHash: method({ effect: "read", input: postureType, output: { PostureChangeHash: base64 } }),
    RequestStateChange: requestStateChange,
    SetEacOptions: method({ effect: "change", input: options }),
    UpdatePostureState: method({
      effect: "change",
      input: { UpdateType: oneOf(u16, { bootCounters: 0, agentPresence: 1 }) },
    }),
  },
});

/** The certificate that signs postures. */
export const eacCredentialContext = resource("AMT_EACCredentialContext", {
  keys: ["ElementInContext", "ElementProvidingContext"],
  properties: { ElementInContext: reference, ElementProvidingContext: reference },
});
