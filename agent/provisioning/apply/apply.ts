import type { Secret } from "../../../platform/secret.ts";
import type { Profile } from "../../api/profile.ts";
import type { SubjectName, Wanted } from "../../api/wanted.ts";
import { ConfigureError } from "../configure/error.ts";
import type { ChangeShown, Outcome, Prepared } from "../configure/run.ts";
import type { Reach } from "../configure/subject.ts";
import { prepareNamed } from "../configure/subjects.ts";
import { ProfileError } from "./error.ts";

export type Mode = "none" | "client" | "admin";
export interface ActivationWanted {
  readonly mode: "client" | "admin";
  readonly certificate: { readonly file: string } | string | undefined;
  readonly certificatePassword: Secret | undefined;
  readonly password: Secret;
  readonly mebxPassword: Secret | undefined;
}
/** Sets AMT up, or brings it from client into admin control mode. Refuses what firmware would refuse; a dry run ends there. */
export type Activate = (
  wanted: ActivationWanted,
  options: { readonly from: "none" | "client"; readonly dryRun: boolean },
) => Promise<unknown>;

export interface ActivationOutcome {
  readonly before: Mode;
  readonly after: Mode;
  readonly result: "same" | "planned" | "done";
}
export interface Applied {
  readonly activation: ActivationOutcome;
  readonly subjects: readonly Outcome[];
  /** What can only be compared once AMT is set up. */
  readonly later: readonly SubjectName[];
}
export interface ApplyOptions {
  readonly dryRun: boolean;
  readonly setMebxPassword: boolean;
  readonly activate: Activate;
  readonly onSubject?: (title: string) => void;
  readonly onChange?: (change: ChangeShown) => void;
}

/** Certificates and records need the time; what may cost the connection comes last. */
const order = ["clock", "features", "audit", "presence", "hostname", "wired", "wifi", "proxy", "cira", "tls"] as const;
const modes: readonly Mode[] = ["none", "client", "admin"];

/**
 * Makes a machine's AMT what a profile says, in one session. Everything is read and compared first: what AMT would refuse is refused
 * before anything is changed. Only what differs is sent.
 */
export async function apply(profile: Profile, at: Reach, options: ApplyOptions): Promise<Applied> {
  const subjects: Outcome[] = [];
  if (profile.amt !== undefined)
    subjects.push(...(await carryOut([await prepareNamed("amt", profile.amt, at)], options)));
  const activation = await setUp(profile, at, options);
  const wishes = wishesIn(profile, options.setMebxPassword || activation.result === "done");
  if (activation.result === "planned" || activation.after === "none") {
    if (activation.result === "planned") return { activation, subjects, later: wishes.map(([name]) => name) };
    if (wishes.length > 0)
      throw new ConfigureError(
        "CONFIGURE_REFUSED",
        "AMT is not set up, so it has nothing that could be configured: the profile needs activation, or run amt-agent activate first",
      );
  }
  const prepared: Prepared[] = [];
  for (const [name, wanted] of wishes) prepared.push(await prepareNamed(name, wanted as never, at));
  subjects.push(...(await carryOut(prepared, options)));
  return { activation, subjects, later: [] };
}

function wishesIn(profile: Profile, mebx: boolean): readonly (readonly [SubjectName, Wanted[SubjectName]])[] {
  const wishes: [SubjectName, Wanted[SubjectName]][] = [];
  if (profile.adminPassword !== undefined) wishes.push(["password", { password: profile.adminPassword }]);
  if (mebx && profile.mebxPassword !== undefined) wishes.push(["mebx-password", { password: profile.mebxPassword }]);
  for (const name of order) {
    const wanted = profile[name];
    if (wanted !== undefined) wishes.push([name, wanted]);
  }
  return wishes;
}

async function carryOut(prepared: readonly Prepared[], options: ApplyOptions): Promise<Outcome[]> {
  const { dryRun, onSubject, onChange } = options;
  const outcomes: Outcome[] = [];
  for (const one of prepared) {
    const { planned } = one;
    if (planned.changes.length > 0) onSubject?.(planned.title);
    if (dryRun) for (const change of planned.changes) onChange?.(change);
    outcomes.push(dryRun ? planned : await one.carryOut(onChange));
  }
  return outcomes;
}

/** Asked of the ME itself: the web services of a machine that nobody owns let nobody in. */
async function modeNow({ callMei }: Reach): Promise<Mode> {
  const answer = (await callMei("getControlMode", {})) as { readonly mode?: unknown };
  return modes.find((one) => one === answer.mode) ?? "none";
}

async function setUp(
  profile: Profile,
  at: Reach,
  { dryRun, activate, onSubject }: ApplyOptions,
): Promise<ActivationOutcome> {
  const before = await modeNow(at);
  const { activation, adminPassword } = profile;
  if (activation === undefined || activation.mode === before) return { before, after: before, result: "same" };
  const { mode, certificate, certificatePassword } = activation;
  if (before === "admin")
    throw new ConfigureError(
      "CONFIGURE_REFUSED",
      "AMT is in admin control mode, and cannot go back to client control mode: amt-agent deactivate comes first, and takes all of its settings away",
    );
  if (adminPassword === undefined)
    throw new ProfileError(
      "PROFILE_INVALID",
      "activation needs adminPassword: the password that AMT's administrator gets",
    );
  const wanted = {
    mode,
    certificate,
    certificatePassword,
    password: adminPassword,
    mebxPassword: profile.mebxPassword,
  };
  onSubject?.("Activation");
  await activate(wanted, { from: before, dryRun });
  if (dryRun) return { before, after: mode, result: "planned" };
  at.login.renew(adminPassword);
  const after = await modeNow(at);
  if (after === mode) return { before, after, result: "done" };
  throw new ConfigureError("CONFIGURE_NOT_TAKEN", `activation: AMT took it and is in mode ${after}, not ${mode}`);
}
