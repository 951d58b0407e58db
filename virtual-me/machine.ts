import type { Fact } from "./fact.ts";

/** Limits of one ME client, as the connect call and the mei bus show them. */
export interface ClientFacts {
  readonly maxMessage: number;
  readonly version: number;
  readonly maxConnections: number;
}
export interface LanFacts {
  readonly mac: string;
  readonly enabled: boolean;
  readonly linkUp: boolean;
  readonly dhcp: boolean;
  readonly dhcpMode: "active" | "passive";
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
  readonly dns: readonly string[];
}
/** Local manageability (APF), as the firmware begins its sessions. */
export interface LmeFacts {
  /** What it asks the host to forward. */
  readonly ports: readonly number[];
  /** Bytes that the host may send on a channel before any was used. */
  readonly window: number;
  /** Channels at once. */
  readonly slots: number;
  /** It logs in at the host first. */
  readonly authenticates: boolean;
  /** The session ends with the first channel that is closed. */
  readonly dropsOnClose: boolean;
}
export interface HashFacts {
  readonly name: string;
  readonly algorithm: "sha1" | "sha256" | "sha384";
  /** Hex, of the algorithm's own length. */
  readonly hash: string;
  readonly isDefault: boolean;
  readonly isActive: boolean;
}
export interface SetupFacts {
  readonly byHost: boolean;
  readonly serverFqdn: string;
  readonly serverAddress: string;
  /** Hex hash of the root the provisioning certificate traced to, SHA-256 unless another is said; empty for client control mode. */
  readonly rootHash: string;
  readonly hashAlgorithm?: HashFacts["algorithm"];
  /** The hash is one of the factory's. */
  readonly isDefaultHash?: boolean;
  /** Common name of the provisioning certificate. */
  readonly commonName?: string;
  /** The suffix that allowed it was in AMT, not from DHCP. */
  readonly secureDns?: boolean;
  /** Hex serial numbers of the authorities above the provisioning certificate. */
  readonly caSerials?: readonly string[];
  readonly time: readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];
}
/** major.minor.hotfix.build */
export type FirmwareVersion = readonly [number, number, number, number];

/** Everything a virtual machine knows of itself before anything happens to it. One topic is one fact with its own provenance. */
export interface MachineFacts {
  readonly clients: Fact<Readonly<Record<string, ClientFacts>>>;
  readonly lme: Fact<LmeFacts>;
  /** Code, recovery, FITC: as MKHI and the driver's `fw_ver` show them. */
  readonly firmware: Fact<readonly FirmwareVersion[]>;
  /** HFSTS1 onwards. */
  readonly firmwareStatus: Fact<readonly number[]>;
  readonly bios: Fact<string>;
  readonly codeVersions: Fact<readonly (readonly [name: string, version: string])[]>;
  readonly uuid: Fact<string>;
  readonly provisioning: Fact<{ readonly state: "pre" | "in" | "post"; readonly mode: "none" | "client" | "admin" }>;
  readonly operational: Fact<{
    readonly enabled: boolean;
    readonly newInterface: boolean;
    readonly bit5: boolean;
    readonly tlsOnLocalPorts: boolean;
  }>;
  readonly wired: Fact<LanFacts | undefined>;
  readonly wireless: Fact<LanFacts | undefined>;
  readonly hashes: Fact<readonly HashFacts[]>;
  readonly security: Fact<{
    readonly tls: boolean;
    readonly hardwareCrypto: boolean;
    readonly firmwareUpdate: boolean;
  }>;
  readonly features: Fact<{
    readonly sol: boolean;
    readonly ider: boolean;
    readonly kvm: boolean;
    readonly webUi: boolean;
    readonly eac: boolean;
  }>;
  readonly power: Fact<string>;
  readonly lastReset: Fact<{
    readonly me: "none" | "me" | "global" | "exception";
    readonly host: "remoteControl" | "other";
    /** Seconds since 1970. */
    readonly hostTime: number;
  }>;
  readonly fuses: Fact<{ readonly crypto: boolean; readonly flashProtection: boolean }>;
  readonly remoteAccess: Fact<{
    readonly network: "direct" | "vpn" | "outside" | "unknown";
    readonly server: string;
    readonly trigger: "user" | "alert" | "provisioning" | "periodic";
    readonly userFromBios: boolean;
    readonly userFromOs: boolean;
  }>;
  readonly naming: Fact<{
    readonly fqdn: string;
    readonly shared: boolean;
    readonly ddns: boolean;
    readonly pkiSuffix: string;
    /** Option 15 of the DHCP server on the wired LAN. */
    readonly dhcpSuffix?: string;
    readonly homeSuffixes: readonly string[];
  }>;
  readonly remoteSetup: Fact<{
    readonly zeroTouch: boolean;
    readonly ehbc: boolean;
    readonly rngSeed: boolean;
    /** Somebody has changed the password that the BIOS extension leaves the factory with. */
    readonly mebxPassword?: boolean;
    readonly hostVpn: boolean;
    readonly server: { readonly port: number; readonly address: string; readonly fqdn: string };
  }>;
  readonly setup: Fact<SetupFacts | undefined>;
  /** Word of rule 0. */
  readonly capable: Fact<number>;
  /** Words of rules 32 and 39. */
  readonly capabilities: Fact<{ readonly enabled: number; readonly available: number }>;
  /** Word of rule 29. */
  readonly platform: Fact<number>;
  readonly boot: Fact<{ readonly endOfPost: boolean; readonly coreBiosDone: boolean; readonly measured: number }>;
  readonly image: Fact<{ readonly type: number; readonly pmc: FirmwareVersion }>;
  readonly flash: Fact<{
    readonly hostAccess: "disabled" | "locked" | "enabled";
    readonly update: "disabled" | "enabled";
  }>;
  /** MCHI files by id, hex. */
  readonly files: Fact<Readonly<Record<number, string>>>;
  readonly upid: Fact<{
    readonly supported: boolean;
    readonly attestation: boolean;
    readonly enabled: boolean;
    readonly osControl: boolean;
    readonly oemId: string;
    readonly csmeId: string;
  }>;
  /** The firmware's fault log, as it is. */
  readonly faultLog: Fact<string>;
  readonly mebx: Fact<FirmwareVersion>;
}
export type Topic = keyof MachineFacts;

export interface Machine {
  readonly name: string;
  /** One line for lists. */
  readonly description: string;
  /** major.minor.hotfix.build of the firmware. */
  readonly version: string;
  readonly mode: "no AMT" | "disabled" | "not set up" | "client control" | "admin control";
  readonly facts: MachineFacts;
}
