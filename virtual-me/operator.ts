import { administrator, digestRealm, passwordDigest, virtualPassword } from "./accounts.ts";
import type { World } from "./world.ts";

/** Whoever sits at the management console, as far as the host can notice. Used by tests and demonstrations. */
export interface Operator {
  /** `consent`: the user is asked first; the session is not open until `grantConsent`. */
  openKvm(options?: { consent?: boolean }): void;
  grantConsent(): void;
  /** The user said no, or the console gave up. */
  cancelConsent(): void;
  closeKvm(): void;
  openSol(): void;
  closeSol(): void;
  openStorage(): void;
  closeStorage(): void;
  systemDefense(on: boolean): void;
  /** Provisions as a console would: what the host sees afterwards. `admin` gets the password of virtual machines. */
  provision(mode: "client" | "admin"): void;
  setServer(fqdn: string): void;
  setEndOfPost(said: boolean): void;
  /** The ME restarts: every connection is gone; connecting is possible again after `downFor` ms. */
  reset(options?: { downFor?: number }): void;
}

export function operatorOf(world: World, reset: (downFor: number) => void): Operator {
  /** A session needs AMT set up and the feature on: the firmware's own rule, `guessed` only in that a refusal throws here. */
  const session = (feature: "sol" | "ider" | "kvm"): void => {
    if (world.provisioning !== "post") throw new Error(`no ${feature} session: AMT is not set up`);
    if (!world.features[feature]) throw new Error(`no ${feature} session: ${feature} is off`);
  };
  return {
    openKvm({ consent = world.controlMode === "client" } = {}) {
      session("kvm");
      // presence-posture.md 3.6: in client control mode consent cannot be left out.
      world.consent = consent || world.controlMode === "client";
      world.kvm = !world.consent;
    },
    grantConsent() {
      world.kvm ||= world.consent;
      world.consent = false;
    },
    cancelConsent: () => {
      world.consent = false;
    },
    closeKvm: () => {
      world.kvm = world.consent = false;
    },
    openSol() {
      session("sol");
      world.sol = true;
    },
    closeSol: () => {
      world.sol = false;
    },
    openStorage() {
      session("ider");
      world.ider = true;
    },
    closeStorage: () => {
      world.ider = false;
    },
    systemDefense: (on) => {
      world.systemDefense = on;
    },
    provision(mode) {
      world.provisioning = "post";
      world.controlMode = mode;
      world.accounts.set(administrator(passwordDigest("admin", digestRealm(world.machine), virtualPassword)));
      world.armed = undefined;
    },
    setServer: (fqdn) => {
      world.server = fqdn;
    },
    setEndOfPost: (said) => {
      world.endOfPost = said;
    },
    reset: ({ downFor = 0 } = {}) => reset(downFor),
  };
}
