import { realms } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { alerts } from "../alert.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { numberOf, ofAmt, type Properties, reference } from "../value.ts";
import { closeKvm, closeSol, closeStorage } from "./sessions.ts";

const write = [realms.redirection] as const;
/** Whoever ends a session: also the host's own account; switching off is for administrators (presence-posture.md 3.5). */
const callers = { TerminateSession: [realms.localSystem] } as const;
const before16 = ["OptInPolicyTimeout"] as const;
const since16 = [
  "DoubleBufferActive",
  "DoubleBufferEnabled",
  "GrayscalePixelFormatSupported",
  "InitialDecimationModeForLowRes",
  "ZlibControlSupported",
] as const;
/** 32768 and IDE-R's and SOL's bits (presence-posture.md 3.3). */
const NONE = 32768;

/** Redirection of serial line, storage and screen: what is on, who is connected, and ending it. */
export function redirectionRules(me: Managed): Rules {
  const { world, journal } = me;
  const stateOf = (): number => NONE + (world.features.ider ? 1 : 0) + (world.features.sol ? 2 : 0);
  const session = (name: string, service: string, open: () => boolean) => ({
    // An instance is a session (presence-posture.md 3.3, inferred)
    instances: (): Properties[] =>
      open()
        ? [
            {
              Antecedent: reference("AMT_EthernetPortSettings", {
                InstanceID: `Intel(r) AMT Ethernet Port Settings ${world.wired?.linkUp === false ? 1 : 0}`,
              }),
              Dependent: reference(service, { CreationClassName: service, Name: name, ...ofAmt }),
            },
          ]
        : [],
  });
  const ports: Rules = {
    IPS_SolSessionUsingPort: session("Intel(r) AMT Redirection Service", "AMT_RedirectionService", () => world.sol),
    IPS_IderSessionUsingPort: session("Intel(r) AMT Redirection Service", "AMT_RedirectionService", () => world.ider),
    IPS_KvmSessionUsingPort: session("Intel(r) AMT KVM Redirection Service", "CIM_RedirectionService", () => world.kvm),
  };
  const kvm: Rules = {
    CIM_KVMRedirectionSAP: {
      write,
      // 2: on and in use, 6: on, 3: off (presence-posture.md 3.3)
      live: () => ({ EnabledState: world.features.kvm ? (world.kvm ? 2 : 6) : 3 }),
      methods: {
        RequestStateChange(call, input, on) {
          const state = numberOf(input.RequestedState);
          if (state !== 2 && state !== 3) return returns(5); // DSP1000: invalid parameter
          const turnsOn = state === 2;
          if (world.features.kvm !== turnsOn) {
            world.features.kvm = turnsOn;
            if (!turnsOn) closeKvm(me, undefined);
            me.alert(turnsOn ? alerts.kvmEnabled : alerts.kvmDisabled);
            audits(journal, call)[turnsOn ? "kvmEnabled" : "kvmDisabled"]();
          }
          me.store.replace("CIM_KVMRedirectionSAP", on, { ...on, RequestedState: state });
          return success;
        },
      },
    },
    CIM_RedirectionService: { live: () => ({ EnabledState: world.kvm ? 2 : 3 }) }, // recorded 3 beside an idle SAP
    IPS_KVMRedirectionSettingData: {
      write,
      callers,
      // Two generations of the class were recorded; that AMT 16 is where they part is guessed
      live: (): Properties =>
        Object.fromEntries((generation(world.machine) >= 16 ? before16 : since16).map((name) => [name, undefined])),
      put(call, wanted, before, given) {
        if (given.RFBPassword !== undefined && !/^(.{8})?$/.test(String(given.RFBPassword))) {
          throw new CimFault("InvalidRepresentation", "InvalidValues");
        }
        const names = ["BackToBackFbMode", "DefaultScreen", "DoubleBufferEnabled", "InitialDecimationModeForLowRes"];
        names.push("Is5900PortEnabled", "OptInPolicy", "OptInPolicyTimeout", "SessionTimeout");
        return settable(...names)(call, wanted, before, given); // the password is never shown
      },
      methods: {
        TerminateSession(call) {
          if (call.over !== "local") return returns(16); // "only a local application can invoke this method"; the code is guessed
          return closeKvm(me, call) ? success : returns(3);
        },
      },
    },
  };
  const hasKvm = world.machine.facts.features.value.kvm || world.machine.facts.capable.value & (1 << 18);
  return {
    AMT_RedirectionService: {
      write,
      callers,
      live: () => ({ EnabledState: stateOf() }),
      // EnabledState comes back as 2 or 3 from some clients and is not taken: it changes by RequestStateChange (rpc.md B 23)
      put: settable("ListenerEnabled"),
      methods: {
        RequestStateChange(call, input) {
          const state = numberOf(input.RequestedState);
          if (!(state >= NONE && state <= NONE + 3)) return returns(5);
          const [ider, sol] = [(state & 1) !== 0, (state & 2) !== 0];
          const log = audits(journal, call);
          if (ider !== world.features.ider) log[ider ? "storageEnabled" : "storageDisabled"]();
          if (sol !== world.features.sol) log[sol ? "solEnabled" : "solDisabled"]();
          Object.assign(world.features, { ider, sol });
          if (!ider) closeStorage(me, undefined);
          if (!sol) closeSol(me, undefined);
          return success;
        },
        /** 0 IDE-R, 1 SOL; 3: there is no such session (presence-posture.md 3.5). */
        TerminateSession(call, input) {
          const type = numberOf(input.SessionType);
          if (type !== 0 && type !== 1) return returns(2);
          return (type === 1 ? closeSol : closeStorage)(me, call) ? success : returns(3);
        },
      },
    },
    ...ports,
    ...(hasKvm ? kvm : {}),
  };
}
