import { amtStatus } from "../../mei/amthi/status.ts";
import { Refusal } from "../../mei/command.ts";
import { watchdogStatus } from "../../mei/watchdog/commands.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../accounts.ts";
import { alerts } from "../cim/alert.ts";
import { generation } from "../knows.ts";
import { tlsModesOf } from "../tls-modes.ts";
import { generationOf } from "../web/generation.ts";
import { createIdentity, type Identity } from "../web/identity.ts";
import { endSessions, later, type World } from "../world.ts";
import { closeTunnel } from "./access.ts";
import { abandonSetup, disarm, setUp } from "./setup.ts";

const invalidMode = new Refusal(amtStatus.INVALID_PT_MODE);
/** ms; both guessed: no source times them. */
const SEED_TIME = 500;
const ARMED_FOR = 600_000;

/** Back to the factory's settings, told in the order of lms.md 3.2. Hashes that were added stay (rpc.md 8); sessions cannot outlive it. */
export function clear(world: World): void {
  world.alerts.raise(alerts.unprovisioning);
  world.provisioning = "pre";
  world.controlMode = "none";
  world.setup = undefined;
  world.accounts.clear();
  disarm(world);
  world.tlsModes = tlsModesOf(world.machine, false);
  world.server = "";
  world.naming.homeSuffixes = [];
  closeTunnel(world);
  world.oneTimePassword = undefined;
  endSessions(world, { told: true });
  world.systemDefense = false;
  world.files.clear();
  world.alerts.raise(alerts.provisioningPre);
  world.alerts.raise(alerts.controlModeChanged);
}

/** Sets AMT up as a console would, or upgrades it. `admin` gets the password of virtual machines. */
export function provision(world: World, mode: "client" | "admin"): void {
  const fresh = world.provisioning !== "post" && {
    digest: passwordDigest("admin", digestRealm(world.machine), virtualPassword),
  };
  setUp(world, { mode, ...fresh });
}

/**
 * Only from client control mode; admin control mode: INVALID_PT_MODE (rpc.md 2.5). Not set up: the same, guessed. Client control mode
 * before its CommitChanges counts as well, guessed.
 */
export function unprovision(world: World): { state: number[] } | Refusal {
  if (world.provisioning === "pre" || world.controlMode !== "client") return invalidMode;
  // Guide, "Unconfigure an Intel AMT device": not permitted before End of Post; the status is guessed.
  if (!world.endOfPost) return new Refusal(amtStatus.NOT_PERMITTED);
  clear(world);
  return { state: [] }; // guide: CFG_Unprovision ends after the status
}

/** Guide: CFG_StartConfiguration. That zero touch must be allowed is guessed from what it is for; the hashes are its "certificate". */
export function startConfiguration(world: World): object | Refusal {
  if (world.provisioning !== "pre" || !world.enabled) return invalidMode;
  if (!world.zeroTouch) return new Refusal(amtStatus.NOT_PERMITTED);
  if (world.rngSeed === "inProgress") return new Refusal(amtStatus.RNG_GENERATION_IN_PROGRESS);
  if (world.rngSeed === "missing") return new Refusal(amtStatus.RNG_NOT_READY);
  if (![...world.hashes.values()].some(({ isActive }) => isActive)) return new Refusal(amtStatus.CERTIFICATE_NOT_READY);
  world.provisioning = "in";
  world.alerts.raise(alerts.provisioningIn);
  return {};
}

/** in -> pre (rpc.md 3.5); in any other state INVALID_PT_MODE, guessed. */
export function stopConfiguration(world: World): object | Refusal {
  if (world.provisioning !== "in") return invalidMode;
  abandonSetup(world, { told: true });
  return {};
}

/** A certificate of this attempt alone: of the On-Die CA from CSME 15 on (Intel's guide, CFG_StartConfigurationHBased). */
function attemptIdentity(world: World): Identity {
  const { random, identity, machine } = world;
  if (!generationOf(machine).onDie)
    return createIdentity({ onDie: generation(machine) >= 15, random, name: () => world.fqdn });
  identity.renew();
  return identity;
}

/**
 * Secure host-based configuration (rpc.md 2.8): arms AMT's local TLS port with a certificate made for this one attempt, so that its
 * hash differs at every call (rpc-go issue 355). Only SHA-256 and SHA-384 are taken (rpc-go sends no other; the status is guessed).
 */
export function startConfigurationHostBased(
  world: World,
  request: { serverHashAlgorithm: string | number; serverCertificateHash: Buffer },
): { hashAlgorithm: "sha256" | "sha384"; amtCertificateHash: Buffer } | Refusal {
  const algorithm = request.serverHashAlgorithm;
  if (algorithm !== "sha256" && algorithm !== "sha384") return new Refusal(amtStatus.INVALID_PARAMETER);
  // A stranded "in" has to be left by stopConfiguration first, as MeshAgent does; guessed that firmware insists.
  if (world.provisioning !== "pre" || !world.enabled) return invalidMode;
  const size = algorithm === "sha256" ? 32 : 48;
  const identity = attemptIdentity(world);
  const amtHash = identity.hash(algorithm);
  world.provisioning = "in";
  world.alerts.raise(alerts.provisioningIn);
  const serverHash = Buffer.from(request.serverCertificateHash.subarray(0, size));
  const stop = later(world, ARMED_FOR, () => {
    abandonSetup(world, { told: true });
    world.settled();
  });
  world.armed = { algorithm, serverHash, amtHash, identity, stop, owner: undefined };
  // rpc-go reads 64 bytes whatever the algorithm.
  return { hashAlgorithm: algorithm, amtCertificateHash: Buffer.concat([amtHash, Buffer.alloc(64 - size)]) };
}

/** Guessed throughout: only the command's name is known (presence-posture.md 4.1). */
export function generateRngSeed(world: World): object | Refusal {
  if (world.provisioning !== "pre") return invalidMode;
  if (world.rngSeed === "inProgress") return new Refusal(amtStatus.RNG_GENERATION_IN_PROGRESS);
  world.rngSeed = "inProgress";
  later(world, SEED_TIME, () => {
    world.rngSeed = "exists";
  });
  return {};
}

/** What may be changed only while nobody owns AMT; guessed for the one-time password and the DNS suffix alike. */
export function whileUnprovisioned(world: World, change: () => void): object | Refusal {
  if (world.provisioning === "post") return invalidMode;
  change();
  return {};
}

/** Guide: MHC_SetAmtOperationalState, only in the unprovisioned state. 0x89 on the old interface is guessed. */
export function setOperationalState(world: World, enabled: boolean): object | Refusal {
  if (!world.machine.facts.operational.value.newInterface) return new Refusal(watchdogStatus.notSupported);
  if (world.provisioning !== "pre") return new Refusal(watchdogStatus.invalidAmtMode);
  if (enabled && !world.enabled) world.alerts.raise(alerts.manageabilityEnabled);
  world.enabled = enabled; // rpc-go saw it only after a restart of the system; shown at once here
  return {};
}

/** Guide: STATE_INDEPENDENCE_ChangeToAMT, 0x9E when not allowed. That it is allowed only on the old interface is guessed. */
export function changeToAmt(world: World): object | Refusal {
  const { newInterface } = world.machine.facts.operational.value;
  if (newInterface || world.provisioning !== "pre") return new Refusal(watchdogStatus.failure);
  if (!world.enabled) world.alerts.raise(alerts.manageabilityEnabled);
  world.enabled = true;
  return {};
}
