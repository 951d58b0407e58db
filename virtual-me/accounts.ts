import { createHash } from "node:crypto";
import { Secret } from "../platform/secret.ts";
import type { Machine } from "./machine.ts";

/** AMT's realms by number (presence-posture.md 5.1); administration holds all the others. */
export const realms = {
  redirection: 2,
  administration: 3,
  hardwareAsset: 4,
  remoteControl: 5,
  storage: 6,
  eventManager: 7,
  storageAdmin: 8,
  agentPresenceLocal: 9,
  agentPresenceRemote: 10,
  systemDefense: 11,
  networkTime: 12,
  generalInfo: 13,
  firmwareUpdate: 14,
  eit: 15,
  localUserNotification: 16,
  endpointAccessControl: 17,
  endpointAccessControlAdmin: 18,
  eventLogReader: 19,
  auditLog: 20,
  userAccessControl: 21,
  localSystem: 24,
} as const;

/** From where somebody comes: through the host's LME, or over the network. */
export type Interface = "local" | "network";

export interface Account {
  readonly name: string;
  /** Hex MD5 of `name:realm:password`: all that AMT keeps of a password. */
  readonly digest: Secret;
  readonly access: Interface | "any";
  readonly realms: readonly number[];
  readonly enabled: boolean;
}

/** Who may log in over HTTP, `$$OsAdmin` excepted: that one is the world's `localAccount`. */
export interface Accounts {
  get(name: string): Account | undefined;
  set(account: Account): void;
  /** Whether there was one. */
  remove(name: string): boolean;
  clear(): void;
  list(): readonly Account[];
  /** Grows with every change: a login made before it no longer counts (presence-posture.md 5.2). */
  readonly revision: number;
}

export function createAccounts(initial: readonly Account[] = []): Accounts {
  const byName = new Map(initial.map((account) => [account.name, account]));
  let revision = 0;
  return {
    get: (name) => byName.get(name),
    set(account) {
      byName.set(account.name, account);
      revision += 1;
    },
    remove(name) {
      revision += 1;
      return byName.delete(name);
    },
    clear() {
      byName.clear();
      revision += 1;
    },
    list: () => [...byName.values()],
    get revision() {
      return revision;
    },
  };
}

/**
 * `Digest:` and 32 hex digits, the machine's own: AMT 12 and older have four digits and zeros (golden http-401-9030, -11850), newer
 * ones 128 bits (http-401-15023, -16125). Also AMT_GeneralSettings.DigestRealm.
 */
export function digestRealm({ version, facts }: Machine): string {
  const own = createHash("sha256").update(facts.uuid.value).digest("hex").toUpperCase();
  const digits = Number.parseInt(version, 10) <= 12 ? 4 : 32;
  return `Digest:${own.slice(0, digits).padEnd(32, "0")}`;
}

export const passwordDigest = (name: string, realm: string, password: string): Secret =>
  new Secret(createHash("md5").update(`${name}:${realm}:${password}`).digest("hex"));

/** AMT's own administrator: every realm, from everywhere; cannot be removed or switched off (presence-posture.md 5.1). */
export const administrator = (digest: Secret): Account => ({
  name: "admin",
  digest,
  access: "any",
  realms: [realms.administration],
  enabled: true,
});

/** Made up: the password of `admin` on every virtual machine that is set up from the start. No secret: nothing real has it. */
export const virtualPassword = "Virtual-ME-1";
