import { realms } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { alerts } from "../alert.ts";
import { type AuditName, audits } from "../audits.ts";
import type { Call, Managed } from "../rule.ts";
import { type Rules, returns, success } from "../rule.ts";
import { listOf, numberOf, type Properties, sameReference, textOf, theHost } from "../value.ts";

const write = [realms.remoteControl] as const;
/** CIM power states: what is asked for, and in which state the machine then is. Graceful ones are the host's to carry out (lms.md 4.7). */
const requests: Readonly<
  Record<number, { readonly state: number; readonly audit: AuditName; readonly from: readonly number[] }>
> = {
  2: { state: 2, audit: "powerUp", from: [3, 4, 6, 7, 8] },
  4: { state: 4, audit: "standby", from: [2] },
  5: { state: 2, audit: "powerCycle", from: [2] },
  7: { state: 7, audit: "hibernate", from: [2] },
  8: { state: 8, audit: "powerDown", from: [2, 4] },
  10: { state: 2, audit: "reset", from: [2] },
  11: { state: 2, audit: "nmi", from: [2] },
  12: { state: 8, audit: "gracefulDown", from: [2] },
  14: { state: 2, audit: "gracefulReset", from: [2] },
};
/** What the host does itself, when a program of ours or Intel's is there to hear of it. */
const graceful: Readonly<Record<number, keyof typeof alerts>> = {
  4: "sleepRequested",
  7: "hibernateRequested",
  12: "shutdownRequested",
  14: "rebootRequested",
};

/** Who is told when the machine falls asleep, wakes or starts anew: agent presence and boot options. */
export type PowerListener = (change: "sleep" | "wake" | "boot") => void;
const listeners = new WeakMap<Managed, Set<PowerListener>>();
export function onPower(me: Managed, listener: PowerListener): void {
  const all = listeners.get(me) ?? new Set();
  listeners.set(me, all.add(listener));
}
const states = new WeakMap<Managed, number>();
/** Starts the host anew, or wakes it from off. */
const starts: readonly number[] = [2, 5, 10];
/** CIM power state: 2 on, 4 sleeping (S3), 7 hibernating (S4), 8 off (S5). */
export const powerState = (me: Managed): number => states.get(me) ?? 2;

/** The machine's state changes, whoever caused it. */
export function setPower(me: Managed, request: number): void {
  const { state } = requests[request] ?? { state: request };
  const before = powerState(me);
  states.set(me, state);
  const change = state !== 2 ? "sleep" : before === 4 || before === 7 ? "wake" : "boot";
  for (const listener of listeners.get(me) ?? []) listener(change);
}

export function powerRules(me: Managed): Rules {
  const { world, journal, store } = me;
  const capable = (): readonly number[] =>
    listOf(store.list("CIM_PowerManagementCapabilities")[0]?.RequestedPowerStatesSupported).map(Number);
  let savings = 2;
  const available = (): number[] => {
    const now = powerState(me);
    return capable().filter((request) => requests[request]?.from.includes(now));
  };
  function request(call: Call, wanted: number): Properties {
    const known = requests[wanted];
    if (!known || !capable().includes(wanted)) return returns(2); // not supported
    if (!known.from.includes(powerState(me))) return returns(2); // guessed: of CIM's numbers the one that consoles meet
    audits(journal, call)[known.audit]();
    const alert = graceful[wanted];
    if (alert) me.alert(alerts[alert]);
    else {
      const time = Math.floor(me.now().getTime() / 1_000) >>> 0;
      if (starts.includes(wanted)) world.hostReset = { reason: "remoteControl", time }; // AMTHI 0x4A tells it (lms.md 3.3)
      setPower(me, wanted);
    }
    return success;
  }
  return {
    CIM_PowerManagementService: {
      write,
      methods: {
        RequestPowerStateChange(call, input) {
          if (input.ManagedElement !== undefined && !sameReference(input.ManagedElement, theHost)) return returns(5);
          return request(call, numberOf(input.PowerState));
        },
      },
    },
    CIM_PowerManagementCapabilities: {
      write: [realms.localSystem, realms.remoteControl],
      /** Local programs add what the host's system can do gracefully (lms.md 4.7). */
      put(_call, wanted, before) {
        const added = listOf(wanted.PowerStatesSupported);
        return { ...before, PowerStatesSupported: added, RequestedPowerStatesSupported: added };
      },
    },
    CIM_AssociatedPowerManagementService: {
      live: () => ({ PowerState: powerState(me), AvailableRequestedPowerStates: inRecordedOrder(available()) }),
    },
    AMT_SystemPowerScheme: {
      write,
      methods: {
        /** By the scheme's GUID, on whichever instance. */
        SetPowerScheme(call, input) {
          const wanted = store
            .list("AMT_SystemPowerScheme")
            .find(({ SchemeGUID }) => SchemeGUID === textOf(input.SchemeGUID));
          if (!wanted) return returns(0x24);
          world.power = String(wanted.Description);
          audits(journal, call).powerPackage();
          return success;
        },
      },
    },
    ...(generation(world.machine) >= 10 && {
      IPS_PowerManagementService: {
        write,
        live: () => ({ OSPowerSavingState: savings }),
        methods: {
          /** 2 full power, 3 saving; 5 for another (rpc.md 6.4 has both answers). */
          RequestOSPowerSavingStateChange(_call: Call, input: Properties) {
            const state = numberOf(input.OSPowerSavingState);
            if (state !== 2 && state !== 3) return returns(5);
            savings = state;
            return success;
          },
        },
      },
    }),
    IPS_HostBootReason: {},
  };
}

/** cim/associatedpower/managementservice/get: 10 8 5 11 4 7 14 12; what is asked to wake comes first, guessed. */
const order = [2, 10, 8, 5, 11, 4, 7, 14, 12];
const inRecordedOrder = (list: readonly number[]): number[] => order.filter((state) => list.includes(state));
