import { codeOf } from "../../../mei/errors.ts";
import { sleep } from "../../../platform/clock.ts";
import type { SubjectName, Wanted } from "../../api/wanted.ts";
import type { Plain } from "../../wsman/plain.ts";
import { ConfigureError } from "./error.ts";
import type { Change, Reach, Subject } from "./subject.ts";

export interface ChangeShown {
  readonly name: string;
  readonly before: Plain;
  readonly after: Plain;
}
export interface Outcome {
  readonly subject: SubjectName;
  readonly title: string;
  readonly changes: readonly ChangeShown[];
  /** `same`: nothing to do. `planned`: a dry run. `done`: read back and as wanted. `sent`: AMT never gives it back. */
  readonly result: "same" | "planned" | "done" | "sent";
  readonly now: Plain;
}
export interface ConfigureOptions {
  readonly dryRun: boolean;
  /** Before each change is sent. */
  readonly onChange?: (change: ChangeShown) => void;
}

/** AMT's web server restarts after some changes; the pauses are those of other clients (rpc.md 1.8). */
const settling = { times: 4, pause: 3_000 };
const comesBack: ReadonlySet<string> = new Set(["HTTP_CLOSED", "LMS_FAILING", "APF_REFUSED", "APF_CLOSED"]);

const shown = ({ name, before, after }: Change<unknown>): ChangeShown => ({ name, before, after });

/** What is to be done, before any of it is. */
export interface Prepared {
  /** `same` or `planned`. */
  readonly planned: Outcome;
  /** Sends what differs and reads it back. Rejects ConfigureError and what the way throws. */
  carryOut(onChange?: (change: ChangeShown) => void): Promise<Outcome>;
}

/** Reads and compares; changes nothing. Rejects ConfigureError for what AMT would refuse. */
export async function prepare<N extends SubjectName, State, Act>(
  subject: Subject<N, State, Act>,
  wanted: Wanted[N],
  at: Reach,
): Promise<Prepared> {
  const before = await subject.read(at);
  const changes = subject.plan(before, wanted);
  const outcome = { subject: subject.name, title: subject.title, changes: changes.map(shown) };
  const planned: Outcome = {
    ...outcome,
    result: changes.length === 0 ? "same" : "planned",
    now: subject.show(before),
  };
  return {
    planned,
    async carryOut(onChange) {
      if (changes.length === 0) return planned;
      await sendEach(subject, changes, before, at, onChange);
      const after = await readBack(subject, at);
      if (subject.blind) return { ...outcome, result: "sent", now: subject.show(after) };
      const left = subject.plan(after, subject.expected?.(wanted) ?? wanted);
      if (left.length === 0) return { ...outcome, result: "done", now: subject.show(after) };
      throw new ConfigureError(
        "CONFIGURE_NOT_TAKEN",
        `${subject.title}: AMT took it without complaint, and still has ${left.map(({ name, before: still }) => `${name} = ${JSON.stringify(still)}`).join(", ")}. Firmware may need a restart of the PC for it, or may not allow it`,
      );
    },
  };
}

/** Reads, compares, changes what differs, reads back. Running it again changes nothing. Rejects ConfigureError and what the way throws. */
export async function configure<N extends SubjectName, State, Act>(
  subject: Subject<N, State, Act>,
  wanted: Wanted[N],
  at: Reach,
  { dryRun, onChange }: ConfigureOptions,
): Promise<Outcome> {
  const prepared = await prepare(subject, wanted, at);
  return dryRun ? prepared.planned : prepared.carryOut(onChange);
}

async function sendEach<N extends SubjectName, State, Act>(
  subject: Subject<N, State, Act>,
  changes: readonly Change<Act>[],
  before: State,
  at: Reach,
  onChange: ((change: ChangeShown) => void) | undefined,
): Promise<void> {
  const done: string[] = [];
  for (const change of changes) {
    onChange?.(shown(change));
    try {
      await subject.carryOut(at, change.act, before);
    } catch (error) {
      if (done.length === 0) throw error;
      throw new ConfigureError(
        "CONFIGURE_PARTLY",
        `${subject.title}: ${done.join(", ")} was changed, then ${change.name} failed (${(error as Error).message}). Run it again when the cause is gone: only what is missing is sent`,
        { cause: error },
      );
    }
    done.push(change.name);
  }
}

async function readBack<N extends SubjectName, State, Act>(subject: Subject<N, State, Act>, at: Reach): Promise<State> {
  for (let left = settling.times; ; left--) {
    try {
      return await subject.read(at);
    } catch (error) {
      if (left === 0 || !comesBack.has(codeOf(error))) throw error;
      await sleep(at.clock, settling.pause, at);
    }
  }
}
