import { randomBytes } from "node:crypto";
import type { Clock } from "../platform/clock.ts";
import { Secret } from "../platform/secret.ts";
import {
  type Accounts,
  administrator,
  createAccounts,
  digestRealm,
  passwordDigest,
  virtualPassword,
} from "./accounts.ts";
import { type AlertBus, alertBus } from "./alerts/bus.ts";
import { alerts } from "./cim/alert.ts";
import { type Counts, createCounts } from "./counts.ts";
import type { HashFacts, LanFacts, Machine, SetupFacts } from "./machine.ts";
import { rootsOf } from "./pki/roots.ts";
import { type TlsModes, tlsModesOf } from "./tls-modes.ts";
import { generationOf } from "./web/generation.ts";
import { createIdentity, type Identity } from "./web/identity.ts";

/** Secure host-based configuration: what the host's certificate must hash to, what AMT's own does, and who has proved to be the owner. */
export interface Armed {
  readonly algorithm: "sha256" | "sha384";
  readonly serverHash: Buffer;
  readonly amtHash: Buffer;
  /** What AMT shows in this attempt. */
  readonly identity: Identity;
  /** It no longer ends by itself. */
  readonly stop: () => void;
  owner: Omit<SetupFacts, "time"> | undefined;
}

/** One file of web storage (presence-posture.md 2.6). */
export interface StoredFile {
  /** As its metadata said. */
  readonly type: string;
  readonly link: string | undefined;
  readonly data: Buffer;
}

/** What can change in a virtual ME. The rules between these fields are in `rules/`; the machine's facts never change. */
export interface World {
  readonly machine: Machine;
  readonly clock: Clock;
  /** Bytes nobody can foretell, unless a test gives them. */
  readonly random: (size: number) => Buffer;
  /** One per world, as on hardware it is one per ME boot. */
  readonly localAccount: { readonly user: string; readonly password: Secret };
  /** `admin` and those whom it let in; empty while nobody owns AMT. */
  readonly accounts: Accounts;

  provisioning: "pre" | "in" | "post";
  controlMode: "none" | "client" | "admin";
  /** AMT switched on, as BIOS or `setAmtOperationalState` says. */
  enabled: boolean;
  setup: SetupFacts | undefined;
  /** Secure host-based configuration: one attempt. */
  armed: Armed | undefined;

  /** What its owner has switched on; a session of it is another matter. */
  readonly features: { sol: boolean; ider: boolean; kvm: boolean; webUi: boolean; eac: boolean };
  /** TLS on the network's ports. */
  tls: boolean;
  tlsModes: TlsModes;
  /** The certificates that AMT has of itself. */
  readonly identity: Identity;
  wired: LanFacts | undefined;
  wireless: LanFacts | undefined;
  power: string;

  sol: boolean;
  ider: boolean;
  kvm: boolean;
  /** Somebody has asked to see the screen, and the user has not said yes or no. */
  consent: boolean;
  systemDefense: boolean;

  readonly hashes: Map<number, HashFacts>;
  rngSeed: "exists" | "inProgress" | "missing";
  oneTimePassword: Secret | undefined;
  zeroTouch: boolean;
  pkiSuffix: string;
  /** What the DHCP server on the wired LAN says (option 15); it counts only while the link is up. */
  dhcpSuffix: string;
  /** IPS_HostBasedSetupService.DisableClientControlMode: nobody can be client control mode's owner any more. */
  clientControlAllowed: boolean;
  /** The BIOS extension has a password of somebody's own. */
  mebxPassword: boolean;
  /** Writes that the flash memory's protection still allows. */
  flashWrites: number;
  /** Web storage: by `vendor/app/name`. */
  readonly files: Map<string, StoredFile>;
  fqdn: string;
  readonly naming: { shared: boolean; ddns: boolean; homeSuffixes: readonly string[] };

  /** Management server (CIRA); empty: none configured. */
  server: string;
  /** From where the user may ask for a connection to it. */
  readonly userConnection: { bios: boolean; os: boolean };
  connection: "none" | "connecting" | "connected";
  trigger: "user" | "alert" | "provisioning" | "periodic";
  insideEnterprise: boolean;

  lastMeReset: "none" | "me" | "global" | "exception";
  /** How often it was reset: what was begun before is over. */
  resets: number;
  endOfPost: boolean;
  upid: { enabled: boolean; osControl: boolean; oemId: string };
  /** The host's own heartbeat: seconds, and how often it was missed. */
  watchdog: { timeout: number; running: boolean; expired: number };
  /** The host's last start, as its ME remembers it. Seconds since 1970. */
  hostReset: { reason: "remoteControl" | "other"; time: number };
  /** ms by which AMT's clock is ahead of the world's. */
  clockOffset: number;
  /** WS-Management messages so far, answers and alerts. */
  messages: number;
  readonly alerts: AlertBus;
  readonly counts: Counts;
  /** Called when a request or an order has been carried out: what is open to the host may be another thing now. */
  settled: () => void;
  /** Timers of the world: cancelled when the ME resets. */
  readonly timers: Set<() => void>;
  /** By subject; called when the ME has reset and its timers were cancelled: for what begins anew then. */
  readonly afterReset: Map<string, () => void>;
}

/** What AMT's own clock says. */
export const amtTime = (world: World): Date => new Date(world.clock.now().getTime() + world.clockOffset);

export const nextMessage = (world: World): number => {
  world.messages += 1;
  return world.messages;
};

/** Settings that may be written before the protection of the flash memory says no; no source has the figure. */
export const flashLimit = 60;

/** A machine that knows roots also knows ours, by hashes of the same algorithm: `virtual-me pki` writes certificates below them. */
const virtualRootsFor = (hashes: readonly HashFacts[]): readonly HashFacts[] =>
  hashes.length === 0 ? [] : rootsOf(hashes[0]?.algorithm === "sha1" ? "sha1" : "sha256");

/** Handles 0 to 19 are the factory's, 20 to 22 the owner's, 23 to 32 the factory's again (rpc-go issue 42). */
const handleOf = (index: number): number => (index < 20 ? index : index + 3);

export function createWorld(
  machine: Machine,
  { clock, random = randomBytes }: { clock: Clock; random?: (size: number) => Buffer },
): World {
  const { facts } = machine;
  const world: World = {
    machine,
    clock,
    random,
    // 24 bytes as base64 are 32 characters: the form of the recorded one (rpc.md 6.5).
    localAccount: { user: "$$OsAdmin", password: new Secret(random(24).toString("base64")) },
    accounts: createAccounts(
      facts.provisioning.value.state === "post"
        ? [administrator(passwordDigest("admin", digestRealm(machine), virtualPassword))]
        : [],
    ),
    provisioning: facts.provisioning.value.state,
    controlMode: facts.provisioning.value.mode,
    enabled: facts.operational.value.enabled,
    setup: facts.setup.value,
    armed: undefined,
    features: { ...facts.features.value },
    get tls() {
      return world.tlsModes.network.enabled;
    },
    set tls(on) {
      world.tlsModes.network.enabled = on;
    },
    tlsModes: tlsModesOf(machine),
    identity: createIdentity({ onDie: generationOf(machine).onDie, random, name: () => world.fqdn }),
    counts: createCounts(),
    settled: () => {},
    wired: facts.wired.value,
    wireless: facts.wireless.value,
    power: facts.power.value,
    sol: false,
    ider: false,
    kvm: false,
    consent: false,
    systemDefense: false,
    hashes: new Map(
      [...facts.hashes.value, ...virtualRootsFor(facts.hashes.value)].map((hash, index) => [handleOf(index), hash]),
    ),
    rngSeed: facts.remoteSetup.value.rngSeed ? "exists" : "missing",
    oneTimePassword: undefined,
    zeroTouch: facts.remoteSetup.value.zeroTouch,
    pkiSuffix: facts.naming.value.pkiSuffix,
    dhcpSuffix: facts.naming.value.dhcpSuffix ?? "",
    clientControlAllowed: true,
    mebxPassword: facts.remoteSetup.value.mebxPassword ?? facts.provisioning.value.mode === "admin",
    flashWrites: flashLimit,
    files: new Map(),
    fqdn: facts.naming.value.fqdn,
    naming: {
      shared: facts.naming.value.shared,
      ddns: facts.naming.value.ddns,
      homeSuffixes: facts.naming.value.homeSuffixes,
    },
    server: facts.remoteAccess.value.server,
    userConnection: { bios: facts.remoteAccess.value.userFromBios, os: facts.remoteAccess.value.userFromOs },
    connection: "none",
    trigger: facts.remoteAccess.value.trigger,
    insideEnterprise: facts.remoteAccess.value.network === "direct",
    lastMeReset: facts.lastReset.value.me,
    resets: 0,
    endOfPost: facts.boot.value.endOfPost,
    upid: { ...facts.upid.value },
    watchdog: { timeout: 0, running: false, expired: 0 },
    hostReset: { reason: facts.lastReset.value.host, time: facts.lastReset.value.hostTime },
    clockOffset: 0,
    messages: 0,
    alerts: alertBus({ now: () => amtTime(world), nextMessage: () => nextMessage(world), random }),
    timers: new Set(),
    afterReset: new Map(),
  };
  return world;
}

/** Something that happens later, unless the ME resets before. Does not keep the process alive. */
export function later(world: World, ms: number, what: () => void): () => void {
  const cancel = (): void => {
    stop();
    world.timers.delete(cancel);
  };
  const stop = world.clock.after(
    ms,
    () => {
      world.timers.delete(cancel);
      what();
    },
    { background: true },
  );
  world.timers.add(cancel);
  return cancel;
}

/** Their TCP connections end in the ME; `told`: and the host hears of it. A reset says nothing, there is nobody to say it to. */
export function endSessions(world: World, { told = false }: { told?: boolean } = {}): void {
  const ended = [
    ...(world.sol ? [alerts.solClosed] : []),
    ...(world.ider ? [alerts.storageClosed] : []),
    ...(world.kvm ? [alerts.kvmStopped] : []),
    ...(world.consent ? [alerts.consentEnded] : []),
  ];
  world.sol = false;
  world.ider = false;
  world.kvm = false;
  world.consent = false;
  if (told) for (const alert of ended) world.alerts.raise(alert);
}
