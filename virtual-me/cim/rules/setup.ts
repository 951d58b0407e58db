import { generation } from "../../knows.ts";
import { trustedSuffix } from "../../rules/chain.ts";
import { clear } from "../../rules/provisioning.ts";
import { finishSetup, setUp, writeFlash } from "../../rules/setup.ts";
import { flashLimit } from "../../world.ts";
import { audits } from "../audits.ts";
import { type Call, type Managed, type Rules, returns, success } from "../rule.ts";
import { textOf } from "../value.ts";
import { guidBytes } from "./hardware.ts";
import { commitTls, hasPendingTls } from "./tls.ts";

const code = { notPermitted: 16, flashLimit: 38, invalidPassword: 2054, dataMissing: 2057 };
const strong = /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])(?=.*[^A-Za-z0-9_]).{8,32}$/;
const states = { pre: 0, in: 1, post: 2 } as const;

/** Which state AMT is in, and how its owner ends or changes it (AMT_SetupAndConfigurationService). */
export function setupRules(me: Managed): Rules {
  const { world, journal } = me;
  const owned = (): boolean => world.provisioning !== "pre" && world.controlMode !== "none";

  function unprovision(call: Call): void {
    audits(journal, call).unprovisioned([call.over === "local" ? 3 : 4]);
    clear(world);
  }
  /** What waits: a setup of its own or of the owner's, and TLS. */
  function commit(call: Call): number {
    const secure = world.armed !== undefined && world.provisioning === "in";
    if (secure && (world.accounts.list().length === 0 || !world.mebxPassword)) return code.dataMissing; // rpc.md 3.4
    const waits = secure || world.provisioning === "in" || hasPendingTls(me);
    if (waits && !writeFlash(world)) return code.flashLimit;
    commitTls(me);
    if (secure) {
      setUp(world, { mode: "admin", ...(world.armed?.owner && { record: world.armed.owner }) });
      audits(journal, call).provisioningCompleted([5]);
    } else if (owned()) finishSetup(world);
    return 0;
  }
  return {
    AMT_SetupAndConfigurationService: {
      live() {
        const { suffix, secure } = trustedSuffix(world);
        return {
          DhcpDNSSuffix: secure || suffix === "" ? undefined : suffix,
          ProvisioningMode: 1,
          ProvisioningState: states[world.provisioning],
          TrustedDNSSuffix: secure ? suffix : undefined,
          ZeroTouchConfigurationEnabled: world.zeroTouch,
        };
      },
      methods: {
        GetUuid: () => ({ UUID: guidBytes(world.machine.facts.uuid.value).toString("base64"), ReturnValue: 0 }),
        CommitChanges: (call) => returns(commit(call)),
        /** In admin control mode, or on the way there (rpc.md 3.4, 3.9). */
        SetMEBxPassword(_call, input) {
          if (world.controlMode !== "admin" && !world.armed) return returns(code.notPermitted);
          if (!strong.test(textOf(input.Password))) return returns(code.invalidPassword);
          if (!writeFlash(world)) return returns(code.flashLimit);
          world.mebxPassword = true;
          return success;
        },
        /** From either mode: RPS ends client control mode in the same way (rpc.md 5.2). From AMT 12 on the suffix stays (guide). */
        Unprovision(call) {
          if (!owned()) return returns(code.notPermitted);
          unprovision(call);
          if (generation(world.machine) < 12) world.pkiSuffix = "";
          for (const [handle, hash] of world.hashes) if (!hash.isDefault) world.hashes.delete(handle);
          return success;
        },
        /** Keeps the suffix and the hashes (rpc.md 3.5); in client control mode there is none, guessed. */
        PartialUnprovision(call) {
          if (!owned() || world.controlMode !== "admin") return returns(code.notPermitted);
          unprovision(call);
          return success;
        },
        ResetFlashWearOutProtection(call) {
          world.flashWrites = flashLimit;
          audits(journal, call).wearOutReset();
          return success;
        },
      },
    },
  };
}
