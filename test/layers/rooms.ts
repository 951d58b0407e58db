/**
 * The import rules of the house: who may know whom, and why. A path is matched by its beginning; `agent/cli/` is a folder,
 * `agent/main.ts` one file. Read by layers.test.ts; docs/architecture.md says the same in words.
 */

/** Where a concrete choice is made (which driver, real or virtual, tray or none). Everything else gets it handed in. */
export const compositionRoots = ["agent/main.ts", "agent/cli/"];

export interface Room {
  /** Rooms it may import from, itself always included. */
  readonly mayImport: readonly string[];
  /** Single files it may import beyond that. */
  readonly also?: readonly string[];
  /** Single files of which it may import types only. */
  readonly alsoTypesOf?: readonly string[];
  readonly why: string;
}

export const rooms: Readonly<Record<string, Room>> = {
  platform: { mayImport: [], why: "the ground floor knows the operating system and time, nothing of AMT" },
  mei: { mayImport: ["platform"], why: "it knows bytes, not people, and is a library of its own" },
  "virtual-me": {
    mayImport: ["mei", "platform"],
    why: "it is firmware: it knows nothing of the program that talks to it",
  },
  agent: {
    mayImport: ["mei", "platform"],
    why: "the service works on any MeiDriver and without any tray; only composition roots choose",
  },
  tray: {
    mayImport: ["platform"],
    also: ["agent/api/client.ts", "agent/api/texts.ts", "agent/api/notification-policy.ts"],
    alsoTypesOf: ["agent/api/contract.ts", "agent/api/snapshot.ts"],
    why: "it is unprivileged and sees the service only through its client; what people are told of each event is declared beside the events; contract and snapshot would bring zod with them",
  },
  installer: {
    mayImport: ["build"],
    why: "it bundles as build/ does, runs the built program, and imports nothing of it",
  },
  bench: {
    mayImport: ["platform", "mei", "virtual-me", "agent", "tray"],
    why: "it measures everything, but does not test",
  },
  build: { mayImport: ["platform", "mei", "virtual-me", "agent", "tray"], why: "it prints what the declarations say" },
  test: {
    mayImport: ["platform", "mei", "virtual-me", "agent", "tray", "bench", "build", "installer"],
    why: "it tests everything",
  },
};

/** What composition roots may import beyond their room. */
export const rootsMayImport = ["virtual-me", "tray"];

export interface Restricted {
  readonly target: string;
  readonly onlyFrom: readonly string[];
  /** Files of it that everybody in the room may import, with the reason. */
  readonly except?: Readonly<Record<string, string>>;
  readonly why: string;
}

/** Parts of a room that not everybody who may enter the room may touch. Tests and benches may. */
export const restricted: readonly Restricted[] = [
  {
    target: "mei/drivers/",
    onlyFrom: ["mei/drivers/", ...compositionRoots],
    except: {
      "mei/drivers/socket-protocol.ts": "the virtual ME speaks the other side of it",
      "mei/drivers/connect-ioctl.ts": "a virtual ME behind CUSE answers it",
      "mei/drivers/inbox.ts": "the queue behind every connection, a virtual one included; it opens nothing",
    },
    why: "only a composition root names a concrete driver; take a MeiDriver as an argument",
  },
  {
    target: "platform/native/",
    onlyFrom: ["platform/", "mei/drivers/"],
    why: "native calls stay behind the interfaces of platform/ and the drivers",
  },
];

export interface Use {
  /** As found by source.ts. */
  readonly use: string;
  readonly onlyIn: readonly string[];
  readonly why: string;
}

/** What the code may do only in certain places. Tests, benches and the build may do all of it. */
export const uses: readonly Use[] = [
  {
    use: "process.platform",
    onlyIn: ["platform/", ...compositionRoots, "tray/main.ts"],
    why: "one file per system behind one interface: platform/ and composition roots pick it, nobody else asks",
  },
  {
    use: "process.env",
    onlyIn: ["platform/paths.ts", "agent/config", "agent/settings", ...compositionRoots, "tray/main.ts"],
    why: "configuration comes as an argument, so that it is checked once and named in errors (paths: XDG and ProgramData folders)",
  },
  {
    use: "timer",
    onlyIn: ["platform/clock.ts"],
    why: "time is an argument: take a Clock (platform/clock.ts), so that tests can advance it",
  },
  {
    use: "computed import",
    onlyIn: [],
    why: "the bundler and this test must see what is imported: write the path as a literal",
  },
];

/** Rooms whose files the `uses` and `restricted` rules do not bind. */
export const free = ["test/", "bench/", "build/", "installer/", "vitest.config.ts"];

/** Drawers into which everything falls. Name a file by the noun inside. */
export const bannedNames = [
  "util",
  "utils",
  "helper",
  "helpers",
  "common",
  "type",
  "types",
  "constant",
  "constants",
  "misc",
];

/** Files that only re-export hide who imports whom. */
export const barrels: Readonly<Record<string, string>> = {
  "mei/wire/index.ts": "the vocabulary of declarations: every command file uses a dozen words of it",
};
