import type { TextCode } from "../api/texts.ts";
import type { Standing } from "./look.ts";

export interface Step {
  readonly title: TextCode;
  /** What it usually takes, in seconds: firmware is slow, and whoever waits should know. */
  readonly seconds: number;
  /**
   * `read` changes nothing. `change` changes what is forgotten if nothing follows. `once` counts from then on, must not be sent twice,
   * and is not broken off: after a lost reply the standing tells whether it was carried out.
   */
  readonly effect: "read" | "change" | "once";
  /** Does AMT stand as it does after this step? Only for `once`. */
  readonly done?: (standing: Standing) => boolean;
}

const isNobodys = ({ controlMode, provisioning }: Standing): boolean =>
  controlMode === "none" && provisioning === "pre";

/** Times of rpc.md 4.4, over LME. */
export const steps = {
  keep: { title: "provisioning.step.keep", seconds: 1, effect: "change" },
  realm: { title: "provisioning.step.realm", seconds: 3, effect: "read" },
  setup: {
    title: "provisioning.step.setup",
    seconds: 15,
    effect: "once",
    done: ({ controlMode }) => controlMode === "client",
  },
  nonce: { title: "provisioning.step.nonce", seconds: 3, effect: "read" },
  chain: { title: "provisioning.step.chain", seconds: 10, effect: "change" },
  "admin-setup": {
    title: "provisioning.step.admin-setup",
    seconds: 20,
    effect: "once",
    done: ({ controlMode }) => controlMode === "admin",
  },
  upgrade: {
    title: "provisioning.step.upgrade",
    seconds: 20,
    effect: "once",
    done: ({ controlMode }) => controlMode === "admin",
  },
  begin: { title: "provisioning.step.begin", seconds: 5, effect: "change" },
  administrator: { title: "provisioning.step.administrator", seconds: 5, effect: "change" },
  mebx: { title: "provisioning.step.mebx", seconds: 5, effect: "change" },
  commit: {
    title: "provisioning.step.commit",
    seconds: 30,
    effect: "once",
    done: ({ provisioning, controlMode }) => provisioning === "post" && controlMode !== "none",
  },
  login: { title: "provisioning.step.login", seconds: 5, effect: "read" },
  unprovision: { title: "provisioning.step.unprovision", seconds: 15, effect: "once", done: isNobodys },
  "unprovision-by-owner": { title: "provisioning.step.unprovision", seconds: 15, effect: "once", done: isNobodys },
  "unprovision-partly": { title: "provisioning.step.unprovision-partly", seconds: 15, effect: "once", done: isNobodys },
  stop: {
    title: "provisioning.step.stop",
    seconds: 5,
    effect: "once",
    done: ({ provisioning }) => provisioning === "pre",
  },
} as const satisfies Readonly<Record<string, Step>>;
export type StepName = keyof typeof steps;

/** Each operation as its sequence (rpc.md 3.2 to 3.5). `undo` is what takes back an unfinished one; `leave`: one that makes nothing. */
export interface Plan {
  readonly steps: readonly StepName[];
  readonly undo: "nothing" | "unprovision" | "stop" | "leave";
  /** Where AMT stands when all is done. */
  readonly after: (standing: Standing) => boolean;
}
const set = (mode: "client" | "admin") => (standing: Standing) =>
  standing.controlMode === mode && standing.provisioning === "post";

/** In `client-tls` the commit is the owner's own, so that nothing is left to see. */
export const plans = {
  client: { steps: ["keep", "realm", "setup", "login"], undo: "nothing", after: set("client") },
  "client-tls": { steps: ["keep", "realm", "setup", "commit"], undo: "unprovision", after: set("client") },
  admin: { steps: ["keep", "realm", "nonce", "chain", "admin-setup", "login"], undo: "nothing", after: set("admin") },
  "admin-secure": {
    steps: ["keep", "begin", "realm", "administrator", "mebx", "commit", "login"],
    undo: "stop",
    after: set("admin"),
  },
  upgrade: { steps: ["nonce", "chain", "upgrade"], undo: "nothing", after: set("admin") },
  deactivate: { steps: ["unprovision"], undo: "leave", after: isNobodys },
  "deactivate-admin": { steps: ["unprovision-by-owner"], undo: "leave", after: isNobodys },
  "deactivate-partly": { steps: ["unprovision-partly"], undo: "leave", after: isNobodys },
  "stop-configuration": { steps: ["stop"], undo: "leave", after: isNobodys },
} as const satisfies Readonly<Record<string, Plan>>;
export type PlanName = keyof typeof plans;
export const planOf = (name: PlanName): Plan => plans[name];
export const stepOf = (name: StepName): Step => steps[name];
