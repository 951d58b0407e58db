import { clear } from "../../rules/provisioning.ts";
import { audits } from "../audits.ts";
import { type Managed, type Rules, returns, success } from "../rule.ts";
import { textOf } from "../value.ts";
import { guidBytes } from "./hardware.ts";
import { commitTls } from "./tls.ts";

const NOT_PERMITTED = 16;
const INVALID_PASSWORD = 2054;
const strong = /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])(?=.*[^A-Za-z0-9_]).{8,32}$/;

/** Which state AMT is in, and who says so (AMT_SetupAndConfigurationService, IPS_HostBasedSetupService). */
export function setupRules(me: Managed): Rules {
  const { world, journal } = me;
  const states = { pre: 0, in: 1, post: 2 } as const;
  const modes = { none: 0, client: 1, admin: 2 } as const;
  return {
    AMT_SetupAndConfigurationService: {
      live: () => ({
        ProvisioningMode: 1,
        ProvisioningState: states[world.provisioning],
        ZeroTouchConfigurationEnabled: world.zeroTouch,
      }),
      methods: {
        GetUuid: () => ({ UUID: guidBytes(world.machine.facts.uuid.value).toString("base64"), ReturnValue: 0 }),
        CommitChanges() {
          commitTls(me);
          return success;
        },
        SetMEBxPassword(_call, input) {
          if (world.controlMode !== "admin") return returns(NOT_PERMITTED);
          if (!strong.test(textOf(input.Password))) return returns(INVALID_PASSWORD);
          return success;
        },
        /** From admin control mode; from client control mode only through MEI (rpc.md 3.5). */
        Unprovision(call) {
          if (world.provisioning !== "post" || world.controlMode !== "admin") return returns(NOT_PERMITTED);
          audits(journal, call).unprovisioned([call.over === "local" ? 3 : 4]);
          clear(world);
          world.pkiSuffix = "";
          for (const [handle, hash] of world.hashes) if (!hash.isDefault) world.hashes.delete(handle);
          return success;
        },
        /** Keeps the suffix and the hashes (rpc.md 3.5). */
        PartialUnprovision(call) {
          if (world.provisioning !== "post" || world.controlMode !== "admin") return returns(NOT_PERMITTED);
          audits(journal, call).unprovisioned([call.over === "local" ? 3 : 4]);
          clear(world);
          return success;
        },
      },
    },
    IPS_HostBasedSetupService: {
      /** A new nonce with every Get (rpc.md 7.2); it goes with the certificate chain and the signature over it. */
      live() {
        return {
          AllowedControlModes: [2, 1],
          ConfigurationNonce: world.random(20).toString("base64"),
          CurrentControlMode: modes[world.controlMode],
        };
      },
    },
    IPS_ProvisioningRecordLog: {
      live: () => ({ CurrentNumberOfRecords: world.setup ? 1 : 0 }),
    },
  };
}
