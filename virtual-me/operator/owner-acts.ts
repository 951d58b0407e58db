import { alerts } from "../cim/alert.ts";
import { closeKvm, closeSol, closeStorage } from "../cim/rules/sessions.ts";
import { clear, provision } from "../rules/provisioning.ts";
import type { Acts } from "./act.ts";
import type { Desk } from "./desk.ts";
import { refuse } from "./error.ts";

function setUp(desk: Desk, mode: "client" | "admin"): void {
  const { world } = desk;
  if (!world.enabled) refuse("AMT is switched off: amt on");
  if (world.provisioning === "post" && world.controlMode === mode) refuse(`AMT is in ${mode} control mode already`);
  // There is no way down but through the beginning (rpc.md 2.5)
  if (world.provisioning === "post" && mode === "client") refuse("AMT is set up already: provision end");
  provision(world, mode);
}

export const ownerActs: Acts<"provision" | "amt"> = {
  provision: {
    begin({ world }) {
      if (!world.enabled) refuse("AMT is switched off: amt on");
      if (world.provisioning !== "pre") refuse("AMT is being set up, or is set up already: provision end");
      world.provisioning = "in";
      world.alerts.raise(alerts.provisioningIn);
    },
    client: (desk) => setUp(desk, "client"),
    admin: (desk) => setUp(desk, "admin"),
    end({ world }) {
      if (world.provisioning === "pre") refuse("AMT is not set up");
      clear(world);
    },
  },
  amt: {
    on({ world }) {
      if (world.enabled) refuse("AMT is on already");
      if (world.machine.mode === "no AMT") refuse(`this machine (${world.machine.name}) has no AMT`);
      world.enabled = true;
      world.alerts.raise(alerts.manageabilityEnabled);
    },
    off(desk) {
      const { world, me } = desk;
      if (!world.enabled) refuse("AMT is off already");
      closeKvm(me, undefined);
      closeSol(me, undefined);
      closeStorage(me, undefined);
      desk.invoke("IPS_OptInService", "CancelOptIn"); // nothing to cancel is fine
      world.enabled = false;
    },
    attempt({ world }) {
      if (!world.enabled) refuse("AMT is off already: amt on");
      world.alerts.raise(alerts.disableAttempt);
    },
  },
};
