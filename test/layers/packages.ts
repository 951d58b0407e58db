/** Every npm package the project names itself, why, and who may import it. `where: []` is a tool that is run, never imported. */
export interface PackageRule {
  readonly kind: "dependencies" | "devDependencies" | "optionalDependencies";
  readonly where: readonly string[];
  readonly why: string;
}

export const packages: Readonly<Record<string, PackageRule>> = {
  cborg: {
    kind: "dependencies",
    where: ["agent/posture/stored/", "test/"],
    why: "CBOR, strict both ways, for the digest that AMT keeps in a few kilobytes; no package under it",
  },
  commander: {
    kind: "dependencies",
    where: ["agent/cli/"],
    why: "command line; 14 because 15 needs Node 22",
  },
  koffi: {
    kind: "dependencies",
    where: ["platform/native/", "mei/drivers/", "test/", "bench/"],
    why: "ioctl, poll and Win32 calls: prebuilt everywhere; ffi-napi no longer compiles and is abandoned",
  },
  "node-hid": {
    kind: "optionalDependencies",
    where: ["platform/hid.ts", "test/"],
    why: "HID devices where there is no sysfs; prebuilt. A hint beside AMT's own state, never the truth alone",
  },
  systray2: {
    kind: "optionalDependencies",
    where: [],
    why: "its prebuilt helper shows the icon in XEmbed trays; run from a checked copy. Its JavaScript is not used: it runs a helper planted in the current folder, cannot start it as npm installs it, and may wait for ever",
  },
  "node-forge": {
    kind: "dependencies",
    where: ["agent/provisioning/", "virtual-me/", "test/"],
    why: "PKCS#12 (PFX) files, which node:crypto does not read: the provisioning certificate's usual form; no package under it",
  },
  preact: {
    kind: "dependencies",
    where: ["tray/window/app/"],
    why: "draws the status window's pages, in 4 kB of script; no package under it",
  },
  winston: {
    kind: "dependencies",
    where: ["agent/log.ts"],
    why: "the log, behind an interface of our own so that one file knows it",
  },
  ws: {
    kind: "dependencies",
    where: ["agent/rps/", "test/"],
    why: "WebSocket to a Remote Provisioning Server; Node 20 has no client that takes certificates; no package under it",
  },
  yaml: {
    kind: "dependencies",
    where: ["agent/config"],
    why: "the configuration file",
  },
  zod: {
    kind: "dependencies",
    where: ["agent/api/", "agent/config", "agent/rps/", "build/", "test/"],
    why: "checks what comes from outside; kept out of what `info` loads, because it costs half of its start",
  },
  "@biomejs/biome": {
    kind: "devDependencies",
    where: [],
    why: "format and lint; typescript-eslint refuses TypeScript 7",
  },
  "@types/node": { kind: "devDependencies", where: [], why: "types of the oldest Node we support" },
  ajv: { kind: "devDependencies", where: ["test/"], why: "validates our JSON output against the schemas we publish" },
  "ajv-formats": { kind: "devDependencies", where: ["test/"], why: "the date and time formats of those schemas" },
  "@types/node-forge": { kind: "devDependencies", where: [], why: "types of node-forge, which has none" },
  "@types/ws": { kind: "devDependencies", where: [], why: "types of ws, which has none" },
  esbuild: {
    kind: "devDependencies",
    where: ["build/bundle.mjs", "build/window.mjs", "bench/forward/processes.ts"],
    why: "one bundle per entry, so that small files cost nothing at start; what is measured is bundled as the product is",
  },
  "axe-core": {
    kind: "devDependencies",
    where: ["test/"],
    why: "looks for what shuts people out of the window's pages",
  },
  "playwright-core": {
    kind: "devDependencies",
    where: ["test/", "bench/window.ts"],
    why: "drives Debian's Chromium; brings no browser of its own, no package under it",
  },
  "fast-check": { kind: "devDependencies", where: ["test/"], why: "property tests of every codec" },
  tsx: { kind: "devDependencies", where: [], why: "runs TypeScript scripts of build/ on Node 20" },
  typescript: { kind: "devDependencies", where: [], why: "types" },
  vitest: { kind: "devDependencies", where: ["test/", "vitest.config.ts"], why: "tests; 5 needs Node 22" },
};
