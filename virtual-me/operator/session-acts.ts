import { alerts } from "../cim/alert.ts";
import { spriteOf } from "../cim/rules/consent.ts";
import { closeKvm, closeSol, closeStorage, openKvm, openSol, openStorage } from "../cim/rules/sessions.ts";
import { isTrue, numberOf } from "../cim/value.ts";
import type { Acts } from "./act.ts";
import { succeeded } from "./console.ts";
import type { Desk } from "./desk.ts";
import { refuse } from "./error.ts";

const optIn = "IPS_OptInService";
const ALL = 0xffff_ffff;
const policies = { none: 0, kvm: 1, all: ALL } as const;

/** Has the user consented, and does that still count? OptInState 3 received, 4 in session (presence-posture.md 3.6). */
const hasConsent = (desk: Desk): boolean => numberOf(desk.get(optIn).OptInState) >= 3;
const consentPolicy = (desk: Desk): number => numberOf(desk.get(optIn).OptInRequired);

function reachable(desk: Desk, feature: "sol" | "ider" | "kvm"): void {
  const { world } = desk;
  desk.needOwner();
  const names = { sol: "sol", ider: "usbr", kvm: "kvm" } as const;
  if (!world.features[feature]) refuse(`${names[feature]} is off on this machine: ${names[feature]} enable`);
  const listens = isTrue(desk.get("AMT_RedirectionService").ListenerEnabled);
  // KVM also has a port of its own, where its owner has opened that
  const own = feature === "kvm" && isTrue(desk.get("IPS_KVMRedirectionSettingData").Is5900PortEnabled);
  if (!listens && !own) refuse("the redirection port is closed: listener open");
  if (world[feature]) refuse(`there is a ${names[feature]} session already: ${names[feature]} close`);
}
const requestConsent = (desk: Desk): void =>
  succeeded(desk.invoke(optIn, "StartOptIn"), "StartOptIn", {
    2: "consent cannot be asked for: it is not needed here, or asked for already (consent cancel)",
    3: "AMT asks the user no more, after too many wrong codes",
  });

function openScreen(desk: Desk): void {
  reachable(desk, "kvm");
  if (consentPolicy(desk) === policies.none || hasConsent(desk)) return void openKvm(desk.me, desk.call);
  if (desk.kvmWaits) refuse("a KVM session waits for the user's consent already: consent CODE");
  if (!desk.world.consent) requestConsent(desk);
  desk.kvmWaits = true;
  desk.me.alert(alerts.kvmRequested); // guessed: only where the user is asked
}
function closeScreen(desk: Desk): void {
  if (desk.kvmWaits) return void succeeded(desk.invoke(optIn, "CancelOptIn"), "CancelOptIn");
  if (!closeKvm(desk.me, desk.call)) refuse("there is no kvm session");
}
function setFeature(desk: Desk, change: { readonly sol?: boolean; readonly ider?: boolean }): void {
  desk.needOwner();
  const { sol, ider } = { ...desk.world.features, ...change };
  const state = 32768 + (ider ? 1 : 0) + (sol ? 2 : 0);
  succeeded(desk.invoke("AMT_RedirectionService", "RequestStateChange", { RequestedState: state }), "the change");
}
function setScreen(desk: Desk, RequestedState: 2 | 3): void {
  desk.needOwner();
  succeeded(desk.invoke("CIM_KVMRedirectionSAP", "RequestStateChange", { RequestedState }), "the change");
}
function listen(desk: Desk, ListenerEnabled: boolean): void {
  desk.needOwner();
  desk.put("AMT_RedirectionService", { ListenerEnabled });
}
function sayCode(desk: Desk, code: string): void {
  desk.needOwner();
  succeeded(desk.invoke(optIn, "SendOptInCode", { OptInCode: Number(code) }), "SendOptInCode", {
    1: "this is not the code on the screen",
    2: "no code is on the screen: consent request",
  });
}
function setPolicy(desk: Desk, policy: keyof typeof policies): void {
  desk.needOwner();
  const OptInRequired = policies[policy];
  desk.put(optIn, { OptInRequired });
  if (consentPolicy(desk) !== OptInRequired) refuse("in client control mode the user is always asked");
}

export const sessionActs: Acts<"kvm" | "sol" | "usbr" | "listener" | "consent"> = {
  kvm: {
    open: openScreen,
    close: closeScreen,
    data(desk) {
      if (!desk.world.kvm) refuse("there is no kvm session: kvm open");
      desk.me.alert(alerts.kvmData);
    },
    enable: (desk) => setScreen(desk, 2),
    disable: (desk) => setScreen(desk, 3),
  },
  sol: {
    open(desk) {
      reachable(desk, "sol"); // opens without consent (presence-posture.md 3.6)
      openSol(desk.me, desk.call);
    },
    close(desk) {
      if (!closeSol(desk.me, desk.call)) refuse("there is no sol session");
    },
    enable: (desk) => setFeature(desk, { sol: true }),
    disable: (desk) => setFeature(desk, { sol: false }),
  },
  usbr: {
    open(desk) {
      reachable(desk, "ider");
      if (consentPolicy(desk) === ALL && !hasConsent(desk))
        refuse("the user has to consent first: consent request, then consent CODE");
      openStorage(desk.me, desk.call);
    },
    close(desk) {
      if (!closeStorage(desk.me, desk.call)) refuse("there is no usbr session");
    },
    enable: (desk) => setFeature(desk, { ider: true }),
    disable: (desk) => setFeature(desk, { ider: false }),
  },
  listener: {
    open: (desk) => listen(desk, true),
    close: (desk) => listen(desk, false),
  },
  consent: {
    request(desk) {
      desk.needOwner();
      requestConsent(desk);
    },
    code: sayCode,
    grant(desk) {
      const { code } = spriteOf(desk.me);
      if (code === undefined) refuse("no code is on the screen: consent request");
      sayCode(desk, code);
    },
    cancel(desk) {
      desk.needOwner();
      succeeded(desk.invoke(optIn, "CancelOptIn"), "CancelOptIn", { 2: "nobody was asked for consent" });
    },
    "policy-none": (desk) => setPolicy(desk, "none"),
    "policy-kvm": (desk) => setPolicy(desk, "kvm"),
    "policy-all": (desk) => setPolicy(desk, "all"),
  },
};
