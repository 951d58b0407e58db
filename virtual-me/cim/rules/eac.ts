import { createHash } from "node:crypto";
import { realms } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { alerts } from "../alert.ts";
import type { Managed, Rules } from "../rule.ts";
import { returns, success } from "../rule.ts";
import { numberOf } from "../value.ts";

const INVALID_PARAMETER = 0x24;
const NOT_READY = 2;

/** Endpoint Access Control (presence-posture.md 2.2): gone from CSME 18, and never on without a signing certificate. */
export function eacRules(me: Managed): Rules {
  const { world } = me;
  if (generation(world.machine) >= 18) return {};
  let vendors = 3;
  let algorithm = 2;
  return {
    AMT_EndpointAccessControlService: {
      read: [realms.endpointAccessControl, realms.endpointAccessControlAdmin, realms.generalInfo],
      write: [realms.endpointAccessControl, realms.endpointAccessControlAdmin],
      live: () => ({ EnabledState: world.features.eac ? 2 : 3 }),
      methods: {
        RequestStateChange(_call, input) {
          const state = numberOf(input.RequestedState);
          if (state !== 2 && state !== 3) return returns(INVALID_PARAMETER);
          if (state === 2 && me.store.list("AMT_EACCredentialContext").length === 0) return returns(NOT_READY); // guessed
          world.features.eac = state === 2;
          me.alert(state === 2 ? alerts.eacEnabled : alerts.eacDisabled);
          return success;
        },
        GetPosture: (_call, input) =>
          numberOf(input.PostureType) === 0 ? returns(NOT_READY) : returns(INVALID_PARAMETER),
        GetPostureHash(_call, input) {
          if (numberOf(input.PostureType) !== 0) return returns(INVALID_PARAMETER);
          // Of what does not change by itself; of what exactly is guessed
          const kept = JSON.stringify([world.machine.version, world.provisioning, world.features, world.tls]);
          return { PostureChangeHash: createHash("sha256").update(kept).digest("base64"), ReturnValue: 0 };
        },
        UpdatePostureState: (_call, input) =>
          [0, 1].includes(numberOf(input.UpdateType)) ? success : returns(INVALID_PARAMETER),
        GetEacOptions: () => ({ EacVendors: vendors, PostureHashAlgorithm: algorithm, ReturnValue: 0 }),
        SetEacOptions(_call, input) {
          const [wanted, hash] = [numberOf(input.EacVendors), numberOf(input.PostureHashAlgorithm)];
          if (!(wanted >= 1 && wanted <= 3) || !(hash >= 1 && hash <= 3)) return returns(INVALID_PARAMETER);
          vendors = wanted;
          algorithm = hash;
          return success;
        },
      },
    },
    AMT_EACCredentialContext: {},
  };
}
