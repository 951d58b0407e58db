import { codeOf } from "../../mei/errors.ts";
import { message } from "../api/texts.ts";
import { acts, type Work } from "./acts.ts";
import { ProvisioningError } from "./error.ts";
import type { Journal } from "./journal.ts";
import type { Facts, Standing } from "./look.ts";
import type { Progress, Result } from "./progress.ts";
import { settle } from "./settle.ts";
import { type PlanName, planOf, type StepName, stepOf } from "./steps.ts";
import { undo } from "./undo.ts";
import { openWeb, type Reach } from "./web.ts";
import type { Wish } from "./wish.ts";

export interface RunOptions {
  readonly reach: Reach;
  readonly journal: Journal;
  readonly onProgress: (progress: Progress) => void;
  /** Ends it between steps, and takes back what was begun. A step that counts, and what must follow it, is not broken off. */
  readonly signal: AbortSignal;
}

const never = new AbortController().signal;

export const shownStep = (step: StepName) => ({
  step,
  title: message(stepOf(step).title as "provisioning.step.keep", {}),
  seconds: stepOf(step).seconds,
});

/** What this wish leaves of its plan. */
export const stepsOf = (plan: PlanName, wish: Wish): readonly StepName[] =>
  planOf(plan).steps.filter(
    (step) => step !== "keep" || (wish.kind === "activate" && wish.password.keep !== undefined),
  );

/** Carries out a plan whose checks are done. Rejects with what went wrong, after what was begun was taken back. */
export async function run(wish: Wish, plan: PlanName, facts: Facts, options: RunOptions): Promise<Result> {
  const { reach, journal, onProgress } = options;
  const reference = wish.kind === "activate" ? wish.password.reference : undefined;
  const web = openWeb(reach, (note) => onProgress({ event: "note", note }));
  const begun = { plan, uuid: facts.uuid, at: reach.clock.now().toISOString() };
  journal.write({ entry: "begin", ...begun, ...(reference === undefined ? {} : { password: reference }) });
  try {
    const { confirmed } = await runSteps(stepsOf(plan, wish), { reach, wish, web }, options);
    const { standing, done } = await settle(reach.me, planOf(plan).after, reach);
    if (!done) throw uncertain(standing);
    journal.write({ entry: "end", outcome: "done" });
    return result(plan, "done", standing, { facts, confirmed, password: reference ?? null });
  } catch (error) {
    if (codeOf(error) === "PASSWORD_NOT_TAKEN") journal.write({ entry: "end", outcome: "uncertain" });
    else if (codeOf(error) !== "OPERATION_UNCERTAIN") await takeBack(wish, plan, error, options);
    throw error;
  } finally {
    await web.close();
  }
}

async function runSteps(
  steps: readonly StepName[],
  work: Work,
  { journal, onProgress, signal }: RunOptions,
): Promise<{ readonly confirmed: boolean }> {
  /** From the first step that counts there is no way back: what is left has to be done. */
  let counted = false;
  let confirmed = false;
  for (const step of steps) {
    if (!counted) signal.throwIfAborted();
    counted ||= stepOf(step).effect === "once";
    const shown = { event: "step", ...shownStep(step), once: counted } as const;
    onProgress({ ...shown, state: "begun" });
    journal.write({ entry: "before", step });
    const byPassword = work.armed === undefined;
    try {
      await acts[step](work, { signal: counted ? never : signal });
      // Both are the owner's, by the new password; while it is armed AMT knows him by his certificate
      confirmed = step === "login" || (step === "commit" && byPassword);
    } catch (error) {
      onProgress({ event: "note", note: await meaningOf(step, error, work) });
    }
    journal.write({ entry: "after", step });
    onProgress({ ...shown, state: "done" });
  }
  return { confirmed };
}

/** An error that is none, in words. Rethrows every other. */
async function meaningOf(step: StepName, error: unknown, { reach }: Work) {
  const { done } = stepOf(step);
  if (done) {
    if ((await settle(reach.me, done, { clock: reach.clock, after: error })).done)
      return message("provisioning.note.lost", {});
    throw error;
  }
  if (step !== "login") throw error;
  // AMT is set up by then, so nothing is taken back; but a password that it refuses is no small thing
  const code = codeOf(error);
  if (code === "AUTH_FAILED" || code === "AUTH_LOCKED_OUT")
    throw new ProvisioningError("PASSWORD_NOT_TAKEN", "AMT is set up, but refuses the password that it was given", {
      cause: error,
      remedy:
        "Did another program set it up at the same moment? In client control mode: amt-agent deactivate, then again.",
    });
  return message("provisioning.note.unconfirmed", { why: code });
}

async function takeBack(wish: Wish, plan: PlanName, error: unknown, { reach, journal, onProgress }: RunOptions) {
  const { clean, standing } = await undo(reach.me, plan, { signal: never });
  if (!clean || planOf(plan).after(standing)) throw uncertain(standing, error);
  if (wish.kind === "activate" && standing.controlMode === "none") wish.password.discard?.();
  journal.write({ entry: "end", outcome: "undone" });
  onProgress({ event: "note", note: message("provisioning.note.undone", {}) });
}

const uncertain = ({ controlMode, provisioning }: Standing, cause?: unknown): ProvisioningError =>
  new ProvisioningError(
    "OPERATION_UNCERTAIN",
    `AMT did not get where it should: control mode ${controlMode}, provisioning ${provisioning}`,
    { cause, remedy: "Run the command again: it looks at what AMT says, and finishes or takes back what was begun." },
  );

export const result = (
  plan: PlanName,
  outcome: Result["outcome"],
  { controlMode, provisioning }: Standing,
  more: {
    readonly facts: Pick<Facts, "virtual">;
    readonly confirmed?: boolean;
    readonly password: string | null;
    readonly recovered?: boolean;
  },
): Result => ({
  schema: "amt-agent.provisioning/1",
  plan,
  outcome,
  controlMode,
  provisioning,
  virtual: more.facts.virtual,
  password: more.password,
  confirmed: more.confirmed ?? false,
  recovered: more.recovered ?? false,
});
