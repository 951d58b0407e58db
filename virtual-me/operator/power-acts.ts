import { alerts } from "../cim/alert.ts";
import { setPower } from "../cim/rules/power.ts";
import { listOf, reference, theHost } from "../cim/value.ts";
import type { Acts } from "./act.ts";
import { succeeded } from "./console.ts";
import type { Desk } from "./desk.ts";
import { refuse } from "./error.ts";

/** PowerState of RequestPowerStateChange (CIM_PowerManagementService). */
const power =
  (PowerState: number) =>
  (desk: Desk): void => {
    desk.needOwner();
    const output = desk.invoke("CIM_PowerManagementService", "RequestPowerStateChange", {
      PowerState,
      ManagedElement: theHost,
    });
    succeeded(output, "the request", {
      2: "the PC is in no state for that (power on), or its AMT cannot do it: sleeping needs power can-sleep first",
    });
  };
/** What Intel LMS does at its start: only then AMT takes these requests (lms.md 4.7). */
function canSleep(desk: Desk): void {
  desk.needOwner();
  const capabilities = "CIM_PowerManagementCapabilities";
  const before = listOf(desk.get(capabilities).PowerStatesSupported).map(Number);
  desk.put(capabilities, { PowerStatesSupported: [...new Set([...before, 4, 7])] });
}

/** DeviceID of the made-up program: random bytes, made once. */
const program = Buffer.from("5f1d3c0b9a7e4d2f8c6b1a0e9d8c7b6a", "hex").toString("base64");
const dog = "AMT_AgentPresenceWatchdog";
const selectors = { DeviceID: program };
/** AMT 11 and newer. */
const resetting = "IPS_WatchDogAction";
/** Every state before and after (presence-posture.md 1.5). */
const ANY = 31;
const LONG = 1_000_000;

const isGuarded = (desk: Desk): boolean => desk.me.store.list(dog).some(({ DeviceID }) => DeviceID === program);
const forget = (desk: Desk): void => {
  if (isGuarded(desk)) desk.remove(dog, selectors);
};
/** Guards the program anew and lets it run; without heartbeats it expires after `timeout` seconds. */
function run(desk: Desk, timeout: number): void {
  desk.needOwner();
  forget(desk);
  desk.create(dog, {
    DeviceID: program,
    MonitoredEntityDescription: "Virtual program",
    StartupInterval: 60_000,
    TimeoutInterval: timeout,
  });
  const action = { OldState: ANY, NewState: ANY, EventOnTransition: true, ActionEac: false };
  succeeded(desk.invoke(dog, "AddAction", action, selectors), "AddAction");
  sequences.set(desk, Number(desk.invoke(dog, "RegisterAgent", {}, selectors).SessionSequenceNumber));
}
/** What the program would remember. */
const sequences = new WeakMap<Desk, number>();
function shutDown(desk: Desk): void {
  const sequence = sequences.get(desk);
  if (!isGuarded(desk) || sequence === undefined) refuse("the program does not run: agent start");
  sequences.delete(desk);
  const SequenceNumber = (sequence + 1) % 2 ** 32;
  succeeded(desk.invoke(dog, "AssertShutdown", { SequenceNumber }, selectors), "AssertShutdown");
}

type Policy = keyof typeof alerts & `systemDefense${"Tx" | "Rx"}${string}`;
const RX_STOPPED = 2;
function defend(desk: Desk, policy: Policy): void {
  desk.needOwner();
  const { world, me } = desk;
  // Not available there (presence-posture.md 1.6)
  if (world.controlMode === "client") refuse("System Defense needs admin control mode: provision admin");
  const changes = !world.systemDefense;
  world.systemDefense = true;
  // Sensor 192, any offset but 0: 0 TX stopped, 2 RX stopped (presence-posture.md 3.7); the offset is guessed
  const code = { systemDefenseTxStopped: 0, systemDefenseRxStopped: RX_STOPPED }[policy as string];
  if (code !== undefined)
    me.journal.event({
      ...{ sensor: 192, type: 0x70, offset: 1, source: 0x58, severity: 2, entity: 38, instance: 61 },
      data: [0xaa, 0x10, code],
    });
  me.alert(alerts[policy]);
  if (changes) me.alert(alerts.systemDefenseChanged);
}

export const powerActs: Acts<"power" | "defense" | "agent" | "eac"> = {
  power: {
    on: power(2),
    off: power(8),
    cycle: power(5),
    reset: power(10),
    nmi: power(11),
    shutdown: power(12),
    reboot: power(14),
    sleep: power(4),
    hibernate: power(7),
    "can-sleep": canSleep,
    watchdog(desk) {
      desk.needOwner();
      setPower(desk.me, 10);
      desk.me.alert(alerts.watchdogReset);
    },
  },
  defense: {
    "stop-tx": (desk) => defend(desk, "systemDefenseTxStopped"),
    "limit-tx": (desk) => defend(desk, "systemDefenseTxLimited"),
    "stop-rx": (desk) => defend(desk, "systemDefenseRxStopped"),
    "limit-rx": (desk) => defend(desk, "systemDefenseRxLimited"),
    off({ world, me }) {
      if (!world.systemDefense) refuse("no System Defense policy is in force");
      world.systemDefense = false;
      me.alert(alerts.systemDefenseChanged);
    },
  },
  agent: {
    start: (desk) => run(desk, LONG),
    stop: shutDown,
    crash: (desk) => run(desk, 1),
    "crash-reset"(desk) {
      run(desk, 1);
      desk.put(resetting, { AgentPresenceWatchDogExpirationAction: 1, ReArmReset: true, Timeout: 30 });
      const pair = { AgentPresenceWatchDog: reference(dog, selectors), ActionEnable: true };
      succeeded(desk.invoke(resetting, "ApplyActionOnWatchDog", pair), "ApplyActionOnWatchDog");
    },
    forget(desk) {
      if (!isGuarded(desk)) refuse("the program is not guarded: agent start");
      forget(desk);
    },
  },
  eac: {
    on(desk) {
      desk.needOwner();
      const { store } = desk.me;
      // It signs what it says, so the console gives it a certificate first; there is no class for that here
      if (store.list(credential).length === 0)
        store.add(credential, {
          ElementInContext: reference("AMT_PublicKeyCertificate", {
            InstanceID: "Intel(r) AMT Certificate: Handle: 0",
          }),
          ElementProvidingContext: reference(service, { Name: "Intel(r) AMT Endpoint Access Control Service" }),
        });
      setEac(desk, 2);
    },
    off: (desk) => setEac(desk, 3),
    changed(desk) {
      desk.needOwner();
      if (!desk.world.features.eac) refuse("Endpoint Access Control is off: eac on");
      desk.me.alert(alerts.eacChanged);
    },
  },
};

const credential = "AMT_EACCredentialContext";
const service = "AMT_EndpointAccessControlService";
function setEac(desk: Desk, RequestedState: 2 | 3): void {
  desk.needOwner();
  succeeded(desk.invoke(service, "RequestStateChange", { RequestedState }), "the change");
}
