import { realms } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { alerts, presenceAlert } from "../alert.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Call, type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { isReference, isTrue, numberOf, ofAmt, type Properties, reference, textOf } from "../value.ts";
import { type Agent, createAgent, agentState as state } from "./agent.ts";
import { onPower, setPower } from "./power.ts";

const watchdog = "AMT_AgentPresenceWatchdog";
const action = "AMT_AgentPresenceWatchdogAction";
const condition = "AMT_StateTransitionCondition";
const dependency = "CIM_ConcreteDependency";
/** Pairs a watchdog with the reset of the machine (presence-posture.md 1.8). */
const pairing = "CIM_ElementSettingData";
const code = { maxLimit: 0x17, parameter: 0x24, notPermitted: 16, notFound: 0x814 };
/** Those that only a program on the machine itself calls (presence-posture.md 1.7). */
const local = [realms.agentPresenceLocal] as const;
const remote = [realms.agentPresenceRemote] as const;

/** `DDCCBBAA-FFEE-…`: Microsoft's order of the 16 bytes (presence-posture.md 1.3). */
export function guidOf(bytes: Buffer): string {
  const swapped = [3, 2, 1, 0, 5, 4, 7, 6].map((at) => bytes[at] ?? 0);
  const hex = Buffer.from([...swapped, ...bytes.subarray(8, 16)])
    .toString("hex")
    .toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Agent presence (presence-posture.md 1): who promised to run, whether they do, and what AMT does when one stops. */
export function presenceRules(me: Managed): Rules {
  const { world, store, journal } = me;
  const agents = new Map<string, Agent>();
  let reboot: (() => void) | undefined;

  const limits = (): Properties => store.list("AMT_AgentPresenceCapabilities")[0] ?? {};
  const settings = (): Properties => store.list("IPS_WatchDogAction")[0] ?? {};
  const actionsOf = (id: string): readonly Properties[] => store.list(action).filter((one) => one.Watchdog === id);

  const dogAt = (id: string) => reference(watchdog, { CreationClassName: watchdog, DeviceID: id, ...ofAmt });
  const pairsOf = (id: string): readonly Properties[] =>
    store.list(pairing).filter(({ ManagedElement: of }) => isReference(of) && of.keys.DeviceID === id);
  const setDefense = (on: boolean): void => {
    if (on !== world.systemDefense) me.alert(alerts.systemDefenseChanged);
    world.systemDefense = on;
  };
  function changed(id: string, before: number, after: number): void {
    const bytes = Buffer.from(id, "base64");
    for (const one of actionsOf(id)) {
      if ((numberOf(one.OldState) & before) === 0 || (numberOf(one.NewState) & after) === 0) continue;
      if (isTrue(one.EventOnTransition)) {
        me.alert(presenceAlert(after as 1 | 2 | 4 | 8 | 16, guidOf(bytes)));
        journal.event({
          ...{ sensor: 0x12, type: 0x0a, offset: 0, source: 0x58, severity: 1, entity: 0x26 },
          data: [0xaa, ...bytes.subarray(0, 6), after],
        });
      }
      if (one.ActionSd !== undefined) setDefense(numberOf(one.ActionSd) === 0);
    }
    if (after === state.expired && pairsOf(id).length > 0) startReboot();
  }
  function startReboot(): void {
    const { AgentPresenceWatchDogExpirationAction: act, ReArmReset: armed, Timeout } = settings();
    if (numberOf(act) !== 1 || !isTrue(armed) || reboot) return;
    reboot = me.later(numberOf(Timeout) * 1_000, () => {
      reboot = undefined;
      const before = settings();
      store.replace("IPS_WatchDogAction", before, { ...before, ReArmReset: false }); // no reset loop (presence-posture.md 1.8)
      setPower(me, 10);
      me.alert(alerts.watchdogReset);
    });
  }
  onPower(me, (change) => {
    for (const agent of agents.values()) agent.power(change);
  });
  world.afterReset.set("agent presence", () => {
    reboot = undefined; // its timer ended too
    for (const agent of agents.values()) agent.reset();
  });
  const agentOf = (on: Properties): Agent => {
    const found = agents.get(String(on.DeviceID));
    if (!found) throw new CimFault("DestinationUnreachable");
    return found;
  };
  const mayLocal = ({ user: { realms: held } }: Call): void => {
    if (!held.includes(realms.agentPresenceLocal) && !held.includes(realms.administration))
      throw new CimFault("AccessDenied");
  };
  const mayRemote = ({ user: { realms: held } }: Call): void => {
    if (!held.includes(realms.agentPresenceRemote) && !held.includes(realms.administration))
      throw new CimFault("AccessDenied");
  };
  const forget = (id: string): void => {
    for (const one of actionsOf(id)) {
      store.remove(action, one);
      for (const of of store.list(condition))
        if (of.PolicyConditionName === one.PolicyActionName) store.remove(condition, of);
      for (const link of store.list(dependency)) {
        const { Antecedent: from, Dependent: to } = link;
        const names = [from, to].map((end) =>
          isReference(end) ? (end.keys.PolicyConditionName ?? end.keys.PolicyActionName) : "",
        );
        if (names.includes(String(one.PolicyActionName))) store.remove(dependency, link);
      }
    }
  };
  let lastAction = 0;
  const seconds = (value: Properties[string], most: number): number => {
    const number = numberOf(value);
    if (!(Number.isInteger(number) && number >= 1 && number <= most))
      throw new CimFault("InvalidRepresentation", "InvalidValues");
    return number;
  };
  return {
    AMT_AgentPresenceService: {},
    AMT_AgentPresenceCapabilities: {},
    [watchdog]: {
      read: [realms.agentPresenceLocal, realms.agentPresenceRemote, realms.generalInfo],
      write: [...local, ...remote],
      live: (stored) => ({ CurrentState: agents.get(String(stored.DeviceID))?.state ?? state.notStarted }),
      create(call, given) {
        mayRemote(call);
        const bytes = Buffer.from(textOf(given.DeviceID), "base64");
        if (bytes.length !== 16 || bytes.every((byte) => byte === 0))
          throw new CimFault("InvalidRepresentation", "InvalidValues");
        const startup = seconds(given.StartupInterval, 0xffff);
        const timeout = seconds(given.TimeoutInterval, 0xffff_ffff);
        const DeviceID = bytes.toString("base64");
        if (agents.has(DeviceID)) throw new CimFault("AlreadyExists");
        if (agents.size >= numberOf(limits().MaxTotalAgents)) throw new CimFault("QuotaLimit");
        agents.set(
          DeviceID,
          createAgent(me, { startup, timeout }, (before, after) => changed(DeviceID, before, after)),
        );
        const data = Buffer.concat([
          bytes,
          Buffer.from([timeout >> 8, timeout, startup >> 8, startup].map((one) => one & 0xff)),
        ]);
        audits(journal, call).agentAdded(data);
        return {
          CreationClassName: watchdog,
          DeviceID,
          ElementName: "Intel(r) AMT Agent Presence Watchdog",
          EnabledState: 2,
          MonitoredEntity: 7,
          MonitoredEntityDescription: textOf(given.MonitoredEntityDescription).slice(0, 16),
          StartupInterval: startup,
          TimeoutInterval: timeout,
          ...ofAmt, // whatever the names in the request were (presence-posture.md 1.2)
        };
      },
      remove(call, before) {
        mayRemote(call);
        const id = String(before.DeviceID);
        agents.get(id)?.end();
        agents.delete(id);
        for (const one of pairsOf(id)) store.remove(pairing, one);
        forget(id);
        audits(journal, call).agentRemoved(Buffer.from(id, "base64"));
      },
      methods: {
        RegisterAgent(call, _input, on) {
          mayLocal(call);
          const sequence = agentOf(on).register(world.random(4).readUInt32LE());
          return {
            SessionSequenceNumber: sequence,
            TimeoutInterval: numberOf(on.TimeoutInterval) & 0xffff,
            ReturnValue: 0,
          };
        },
        AssertPresence(call, input, on) {
          mayLocal(call);
          return agentOf(on).beat(numberOf(input.SequenceNumber)) ? success : returns(code.parameter); // which code is not documented
        },
        /** A wrong number is silently ignored, so that a scanner learns little (presence-posture.md 1.4). */
        AssertShutdown(call, input, on) {
          mayLocal(call);
          agentOf(on).shutdown(numberOf(input.SequenceNumber));
          return success;
        },
        AddAction(call, input, on) {
          mayRemote(call);
          const [from, to] = [numberOf(input.OldState), numberOf(input.NewState)];
          if (!(from > 0 && from <= 255 && to > 0 && to <= 255)) return returns(code.parameter);
          if (store.list(action).length >= numberOf(limits().MaxTotalActions)) return returns(code.maxLimit);
          const name = `Agent Presence Action ${lastAction++}`;
          const id = String(on.DeviceID);
          const keys = { ...ofAmt, PolicyRuleCreationClassName: watchdog, PolicyRuleName: id };
          const more = input.ActionSd === undefined ? {} : { ActionSd: numberOf(input.ActionSd) };
          store.add(action, {
            ...{ ActionEac: isTrue(input.ActionEac), ...more, CreationClassName: action },
            ...{ EventOnTransition: isTrue(input.EventOnTransition), PolicyActionName: name, ...keys },
            ...{ OldState: from, NewState: to, Watchdog: id },
          });
          store.add(condition, {
            CreationClassName: condition,
            OldState: from,
            NewState: to,
            PolicyConditionName: name,
            ...keys,
          });
          const when = reference(condition, { CreationClassName: condition, PolicyConditionName: name });
          store.add(dependency, { Antecedent: dogAt(id), Dependent: when });
          store.add(dependency, {
            Antecedent: when,
            Dependent: reference(action, { CreationClassName: action, PolicyActionName: name }),
          });
          audits(journal, call).agentAction(Buffer.from(id, "base64"));
          return success;
        },
        DeleteAllActions(call, _input, on) {
          mayRemote(call);
          forget(String(on.DeviceID));
          return success;
        },
      },
    },
    [action]: {
      read: [realms.agentPresenceRemote, realms.generalInfo],
      live: () => ({ OldState: undefined, NewState: undefined, Watchdog: undefined }), // AMT keeps them; the class has no such properties
      methods: { GetActionEac: (_call, _input, on) => ({ ActionEac: isTrue(on.ActionEac), ReturnValue: 0 }) },
    },
    [pairing]: { read: [realms.generalInfo] },
    [condition]: { read: [realms.agentPresenceRemote, realms.generalInfo] },
    ...(generation(world.machine) >= 11 && {
      IPS_WatchDogAction: {
        write: remote,
        /** Guessed: this PC's own programs can stop what would reset it, as they can end sessions. No source says whose it is. */
        callers: { CancelRebootAction: [realms.localSystem, ...local] },
        put(call: Call, wanted: Properties, before: Properties, given: Properties) {
          const { HeciWatchDogExpirationAction: os, AgentPresenceWatchDogExpirationAction: own, Timeout } = wanted;
          const good = [os, own].every((one) => [0, 1].includes(numberOf(one))) && numberOf(Timeout) <= 86_400;
          if (!good) throw new CimFault("InvalidRepresentation", "InvalidValues");
          audits(journal, call).watchdogSettings();
          const names = [
            "HeciWatchDogExpirationAction",
            "AgentPresenceWatchDogExpirationAction",
            "Timeout",
            "ReArmReset",
          ];
          return settable(...names)(call, wanted, before, given);
        },
        methods: {
          ApplyActionOnWatchDog(call: Call, input: Properties) {
            const to = input.AgentPresenceWatchDog;
            const id = isReference(to) ? (to.keys.DeviceID ?? "") : "";
            if (!agents.has(id)) return returns(code.notFound);
            for (const one of pairsOf(id)) store.remove(pairing, one);
            const { InstanceID } = settings();
            const setting = reference("IPS_WatchDogAction", { InstanceID: textOf(InstanceID) });
            if (isTrue(input.ActionEnable)) store.add(pairing, { ManagedElement: dogAt(id), SettingData: setting });
            audits(journal, call).watchdogPairing(Buffer.from(id, "base64"));
            return success;
          },
          CancelRebootAction() {
            if (!reboot) return returns(code.notFound); // guessed
            reboot();
            reboot = undefined;
            return success;
          },
        },
      },
    }),
  };
}
