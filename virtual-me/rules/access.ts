import { amtStatus } from "../../mei/amthi/status.ts";
import { Refusal } from "../../mei/command.ts";
import { alerts } from "../cim/alert.ts";
import { later, type World } from "../world.ts";

/** ms; guessed. */
const CONNECT_TIME = 2_000;

/**
 * DATA_MISSING: no policy for it when AMT is outside; NOT_PERMITTED: the caller may not (Intel LMS, comments of its PTHI back end).
 * NOT_READY while AMT is not set up is guessed from LMS reporting that status beside DATA_MISSING (lms.md 4.10).
 */
export function openUserConnection(world: World): object | Refusal {
  if (world.provisioning !== "post") return new Refusal(amtStatus.NOT_READY);
  if (!world.userConnection.os) return new Refusal(amtStatus.NOT_PERMITTED);
  if (world.server === "") return new Refusal(amtStatus.DATA_MISSING);
  if (world.connection === "none") {
    world.connection = "connecting";
    world.trigger = "user";
    later(world, CONNECT_TIME, () => {
      if (world.connection === "connecting") openTunnel(world, "user");
    });
  }
  return {};
}

/** NOT_PERMITTED as above. Closing what is not open: the same, guessed; so is that only the user's own connection can be closed. */
export function closeUserConnection(world: World): object | Refusal {
  if (world.connection === "none" || world.trigger !== "user") return new Refusal(amtStatus.NOT_PERMITTED);
  closeTunnel(world);
  return {};
}

/** AMT connects to its management server at once, or stops trying and does so. Whether that changed anything. */
export function openTunnel(world: World, trigger: World["trigger"]): boolean {
  if (world.connection === "connected") return false;
  world.connection = "connected";
  world.trigger = trigger;
  world.alerts.raise(alerts.tunnelOpened);
  return true;
}
export function closeTunnel(world: World): boolean {
  if (world.connection === "none") return false;
  if (world.connection === "connected") world.alerts.raise(alerts.tunnelClosed);
  world.connection = "none";
  return true;
}

/** The answer is the status, never success (lms.md 2.3). Which of the four when is guessed from their names. */
export function setEnterpriseAccess(world: World, access: number): Refusal {
  const { remoteSetup } = world.machine.facts;
  if (access === 0) {
    world.insideEnterprise = false;
    return new Refusal(amtStatus.REMOTE_ACCESS_NOT_GRANTED);
  }
  if (!remoteSetup.value.hostVpn) return new Refusal(amtStatus.REMOTE_ACCESS_HOST_VPN_DISABLED);
  world.insideEnterprise = true;
  return new Refusal(
    world.naming.ddns ? amtStatus.REMOTE_ACCESS_GRANTED_WITH_DDNS : amtStatus.REMOTE_ACCESS_GRANTED_WITHOUT_DDNS,
  );
}
