import type { Secret } from "../../platform/secret.ts";
import { administrator } from "../accounts.ts";
import { alerts } from "../cim/alert.ts";
import type { SetupFacts } from "../machine.ts";
import { amtTime, type World } from "../world.ts";

export interface Setup {
  readonly mode: "client" | "admin";
  /** Hex MD5 of `admin:realm:password`. Undefined: the administrator stays who it is. */
  readonly digest?: Secret;
  /** How it came about, for AMT's own record; without the time. */
  readonly record?: Omit<SetupFacts, "time">;
  /** Only a CommitChanges ends it (TLS on local ports: rpc.md 3.2, rpc-go issue 845). */
  readonly uncommitted?: boolean;
}

/** No attempt at secure configuration is under way any more. */
export function disarm(world: World): void {
  world.armed?.stop();
  world.armed = undefined;
}

/** AMT gets an owner, or its owner the other control mode. Told in the order of lms.md 3.2. */
export function setUp(world: World, { mode, digest, record, uncommitted = false }: Setup): void {
  if (world.provisioning === "pre") {
    world.provisioning = "in";
    world.alerts.raise(alerts.provisioningIn);
  }
  if (digest) world.accounts.set(administrator(digest));
  if (record) world.setup = { ...record, time: parts(amtTime(world)) };
  const before = world.controlMode;
  world.controlMode = mode;
  if (!uncommitted) finishSetup(world);
  if (before !== mode) world.alerts.raise(alerts.controlModeChanged);
}

/** From "in" to "post": what was begun counts from here on. */
export function finishSetup(world: World): void {
  if (world.provisioning === "post") return;
  world.provisioning = "post";
  disarm(world);
  world.alerts.raise(alerts.provisioningPost);
}

/** What was begun and not committed is undone; `told`: and the host hears of it. A reset says nothing, there is nobody to say it to. */
export function abandonSetup(world: World, { told = false }: { told?: boolean } = {}): void {
  if (world.provisioning !== "in") return;
  const before = world.controlMode;
  world.provisioning = "pre";
  world.controlMode = "none";
  world.setup = undefined;
  world.accounts.clear();
  disarm(world);
  if (!told) return;
  world.alerts.raise(alerts.provisioningPre);
  if (before !== "none") world.alerts.raise(alerts.controlModeChanged);
}

/** One more change of what the flash memory holds; false: its protection does not allow it (presence-posture.md 2.7, status 0x26). */
export function writeFlash(world: World): boolean {
  if (world.flashWrites <= 0) return false;
  world.flashWrites -= 1;
  return true;
}

const parts = (time: Date): SetupFacts["time"] => [
  time.getUTCFullYear(),
  time.getUTCMonth() + 1,
  time.getUTCDate(),
  time.getUTCHours(),
  time.getUTCMinutes(),
  time.getUTCSeconds(),
];
