import type { Instance } from "../../../mei/wsman/resource.ts";
import { kvmRedirectionSap, optInService, redirectionService } from "../../../mei/wsman/resources/redirection.ts";
import { absent, ConfigureError, refuse } from "./error.ts";
import { ifThere } from "./if-there.ts";
import type { Change, Subject } from "./subject.ts";

interface State {
  readonly service: Instance<typeof redirectionService>;
  readonly optIn: Instance<typeof optInService> | undefined;
  readonly sol: boolean;
  readonly usbr: boolean;
  readonly listener: boolean;
  /** Undefined: a machine without KVM. */
  readonly kvm: boolean | undefined;
  readonly userConsent: string | number | undefined;
}
type Act =
  | { readonly set: "redirection"; readonly to: "none" | "ider" | "sol" | "iderAndSol" }
  | { readonly set: "kvm"; readonly on: boolean }
  | { readonly set: "listener"; readonly on: boolean }
  | { readonly set: "consent"; readonly to: "none" | "kvm" | "all" };

const states = ["none", "ider", "sol", "iderAndSol"] as const;
const stateOf = (usbr: boolean, sol: boolean): (typeof states)[number] =>
  states[(usbr ? 1 : 0) + (sol ? 2 : 0)] ?? "none";

/** Who may drive this PC from afar, with what, and whether its user is asked (rpc.md 3.13, presence-posture.md 3.6). */
export const features: Subject<"features", State, Act> = {
  name: "features",
  title: "Features",
  async read({ wsman, signal }) {
    const service = await wsman.get(redirectionService, { signal });
    const sap = await ifThere(wsman.get(kvmRedirectionSap, { signal }));
    const optIn = await ifThere(wsman.get(optInService, { signal }));
    const { EnabledState, ListenerEnabled = false } = service;
    return {
      service,
      optIn,
      sol: EnabledState === "sol" || EnabledState === "iderAndSol",
      usbr: EnabledState === "ider" || EnabledState === "iderAndSol",
      listener: ListenerEnabled,
      kvm: sap && (sap.EnabledState === "enabled" || sap.EnabledState === "enabledButOffline"),
      userConsent: optIn?.OptInRequired,
    };
  },
  plan(now, wanted) {
    const changes: Change<Act>[] = [];
    const [sol, usbr] = [wanted.sol ?? now.sol, wanted.usbr ?? now.usbr];
    const kvm = wanted.kvm ?? now.kvm ?? false;
    if (kvm && now.kvm === undefined) absent("This machine's AMT has no KVM: only SOL and USB-R can be switched on");
    if (wanted.userConsent !== undefined && wanted.userConsent !== now.userConsent) {
      if (now.optIn === undefined) absent("This machine's AMT cannot ask its user for consent");
      if (now.optIn?.CanModifyOptInPolicy === "no")
        refuse(
          "In client control mode AMT always asks its user: userConsent can be changed in admin control mode only (amt-agent upgrade)",
        );
      changes.push({
        name: "userConsent",
        before: now.userConsent ?? null,
        after: wanted.userConsent,
        act: { set: "consent", to: wanted.userConsent },
      });
    }
    const to = stateOf(usbr, sol);
    const redirection = { set: "redirection", to } as const;
    if (sol !== now.sol) changes.push({ name: "sol", before: now.sol, after: sol, act: redirection });
    if (usbr !== now.usbr) changes.push({ name: "usbr", before: now.usbr, after: usbr, act: redirection });
    if (now.kvm !== undefined && kvm !== now.kvm)
      changes.push({ name: "kvm", before: now.kvm, after: kvm, act: { set: "kvm", on: kvm } });
    // Without any of them nobody has to listen; with one AMT listens only if this is on
    const listener = sol || usbr || kvm;
    const touched = wanted.sol ?? wanted.usbr ?? wanted.kvm;
    if (touched !== undefined && listener !== now.listener)
      changes.push({
        name: "listener",
        before: now.listener,
        after: listener,
        act: { set: "listener", on: listener },
      });
    return once(changes);
  },
  async carryOut({ wsman, signal }, act, now) {
    switch (act.set) {
      case "redirection":
        await wsman.invoke(redirectionService, "RequestStateChange", { RequestedState: act.to }, { signal });
        return;
      case "kvm":
        await wsman.invoke(
          kvmRedirectionSap,
          "RequestStateChange",
          { RequestedState: act.on ? "enabled" : "disabled" },
          { signal },
        );
        return;
      case "listener": {
        // Read anew: EnabledState has changed, and only numbers of its own go back (other clients send 2 or 3)
        const service = await wsman.get(redirectionService, { signal });
        await wsman.put(redirectionService, { ...service, ListenerEnabled: act.on }, { signal });
        return;
      }
      case "consent":
        if (now.optIn === undefined) throw new ConfigureError("CONFIGURE_ABSENT", "no user consent on this machine");
        await wsman.put(optInService, { ...now.optIn, OptInRequired: act.to }, { signal });
    }
  },
  show: ({ kvm = null, sol, usbr, listener, userConsent = null }) => ({ kvm, sol, usbr, listener, userConsent }),
};

/** SOL and USB-R go in one request: the second of two changes has nothing left to do. */
function once(changes: readonly Change<Act>[]): readonly Change<Act>[] {
  const [first, second] = changes.filter(({ act }) => act.set === "redirection");
  if (first === undefined || second === undefined) return changes;
  const joined = {
    name: "sol and usbr",
    before: { sol: first.before, usbr: second.before },
    after: { sol: first.after, usbr: second.after },
    act: first.act,
  };
  return changes.flatMap((one) => (one === first ? [joined] : one === second ? [] : [one]));
}
