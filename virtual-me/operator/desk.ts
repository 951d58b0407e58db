import { alerts } from "../cim/alert.ts";
import type { Manageability } from "../cim/manageability.ts";
import { openKvm } from "../cim/rules/sessions.ts";
import type { World } from "../world.ts";
import { type Console, consoleOf } from "./console.ts";
import { refuse } from "./error.ts";

/** What whoever acts has in hand: the console, and what is not AMT's own to remember. */
export interface Desk extends Console {
  readonly service: Manageability;
  /** A KVM session that begins as soon as the user consents. */
  kvmWaits: boolean;
  /** AMT is switched on and set up: there is somebody to ask over the network. */
  needOwner(): void;
  reset(): void;
  close(): void;
}

export function deskOf(world: World, service: Manageability, reset: () => void): Desk {
  let since: number | undefined;
  const console = consoleOf(world, service);
  // The console holds its KVM session ready while the user decides; who says the digits to AMT does not matter
  const stop = world.alerts.listen(({ id, argument }) => {
    if (!desk.kvmWaits || id !== alerts.consentGranted.id) return;
    if (argument === alerts.consentGranted.argument) {
      desk.kvmWaits = false;
      openKvm(service.managed, desk.call);
    } else if (argument === alerts.consentEnded.argument) desk.kvmWaits = false;
  });
  const desk: Desk = {
    ...console,
    get me() {
      return service.managed;
    },
    service,
    get kvmWaits() {
      return since === world.resets; // a reset of the ME ends it
    },
    set kvmWaits(on) {
      since = on ? world.resets : undefined;
    },
    needOwner() {
      if (!world.enabled) refuse("AMT is switched off: amt on");
      if (world.provisioning !== "post") refuse("AMT is not set up, so nobody can reach it: provision admin");
    },
    reset,
    close: stop,
  };
  return desk;
}
