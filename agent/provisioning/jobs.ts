import { randomUUID } from "node:crypto";
import { codeOf } from "../../mei/errors.ts";
import { type Clock, deadline, linked } from "../../platform/clock.ts";
import type { Logger } from "../log.ts";
import { ProvisioningError } from "./error.ts";
import type { Journal } from "./journal.ts";
import { readFacts } from "./look.ts";
import { operate } from "./operate.ts";
import type { Progress, Result } from "./progress.ts";
import { recover } from "./recover.ts";
import type { Reach } from "./web.ts";
import type { Intent } from "./wish.ts";

export interface JobFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
}
export interface JobProgress {
  readonly job: string;
  readonly events: Progress[];
  readonly ended: boolean;
  readonly result: Result | null;
  readonly error: JobFailure | null;
}

/** Operations of the service, one at a time; of the last one it can be told how it went. */
export interface Jobs {
  /** Throws OPERATION_RUNNING. */
  start(intent: Intent, options: { readonly dryRun: boolean }): { readonly job: string };
  /** As Ctrl-C: at the next place where it can. Throws JOB_UNKNOWN. */
  cancel(job: string): void;
  /** Waits for news, or `wait` ms. Throws JOB_UNKNOWN. */
  progress(job: string, after: number, options: { readonly wait: number; signal: AbortSignal }): Promise<JobProgress>;
  /** Settles when nothing runs any more. */
  idle(): Promise<void>;
  /** What an earlier run of the service left. Never rejects: the log says what went wrong. */
  recover(): Promise<void>;
}
export interface JobsOptions {
  readonly reach: Reach;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends with the service, which waits for what cannot be broken off. */
  readonly life: AbortSignal;
}

interface Job {
  readonly id: string;
  readonly events: Progress[];
  readonly stop: AbortController;
  readonly waiting: Set<() => void>;
  result: Result | null;
  error: JobFailure | null;
  ended: boolean;
}

export function createJobs({ reach, journal, clock, log, life }: JobsOptions): Jobs {
  let last: Job | undefined;
  let recovering: Promise<void> = Promise.resolve();
  let working: Promise<void> = Promise.resolve();

  const found = (id: string): Job => {
    if (last?.id === id) return last;
    throw new ProvisioningError("JOB_UNKNOWN", "There is no such operation, or another came after it");
  };
  const tell = (job: Job): void => {
    for (const wake of [...job.waiting]) wake();
  };
  async function work(job: Job, intent: Intent, dryRun: boolean): Promise<void> {
    const either = linked([job.stop.signal, life]);
    const onProgress = (progress: Progress): void => {
      job.events.push(progress);
      tell(job);
    };
    try {
      await recovering;
      job.result = await operate(intent, { reach, journal, onProgress, signal: either.signal, dryRun });
      const { plan, outcome, controlMode } = job.result;
      log.info("an operation on AMT has ended", { plan, outcome, controlMode });
    } catch (error) {
      job.error = failureOf(error);
      log.warn("an operation on AMT did not come to its end", { kind: intent.kind, error });
    } finally {
      either.done();
      job.ended = true;
      tell(job);
    }
  }
  return {
    start(intent, { dryRun }) {
      if (last && !last.ended)
        throw new ProvisioningError("OPERATION_RUNNING", "Another operation on AMT is running: wait for its end");
      const job: Job = {
        id: randomUUID(),
        events: [],
        stop: new AbortController(),
        waiting: new Set(),
        result: null,
        error: null,
        ended: false,
      };
      last = job;
      log.info("an operation on AMT begins", { kind: intent.kind, dryRun });
      working = work(job, intent, dryRun); // never rejects
      return { job: job.id };
    },
    cancel: (id) => found(id).stop.abort(new DOMException("the operation was cancelled", "AbortError")),
    async progress(id, after, { wait, signal }) {
      const job = found(id);
      if (!job.ended && job.events.length <= after) await news(job, wait, { clock, signal });
      const { result, error, ended } = job;
      return { job: id, events: job.events.slice(after), ended, result, error };
    },
    async idle() {
      await working;
      await recovering;
    },
    recover() {
      recovering = recoverQuietly({ reach, journal, log, life });
      return recovering;
    },
  };
}

function news(job: Job, wait: number, { clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<void> {
  const limit = deadline(clock, wait, [signal], () => new Error("no news"));
  return new Promise((resolve) => {
    const wake = (): void => {
      job.waiting.delete(wake);
      limit.done();
      resolve();
    };
    job.waiting.add(wake);
    if (limit.signal.aborted) wake();
    limit.signal.addEventListener("abort", wake, { once: true });
  });
}

async function recoverQuietly({ reach, journal, log, life }: Omit<JobsOptions, "clock">): Promise<void> {
  try {
    const found = journal.unfinished();
    if (!found) return;
    log.warn("an operation on AMT was interrupted; it is finished or taken back", { plan: found.plan });
    const facts = await readFacts(reach.me, { signal: life });
    const result = await recover(facts, { reach, journal, signal: life, onProgress: () => {} });
    log.info("the interrupted operation has ended", { plan: found.plan, outcome: result?.outcome });
  } catch (error) {
    // The next operation, or the next start, tries again
    if (!life.aborted) log.error("the interrupted operation could not be ended", { error });
  }
}

/** Only errors that were foreseen are told: the others may say what is nobody's business. */
function failureOf(error: unknown): JobFailure {
  const code = codeOf(error);
  const remedy = error instanceof ProvisioningError ? (error.remedy ?? null) : null;
  if (code === "UNEXPECTED" || !(error instanceof Error))
    return { code: "API_INTERNAL", message: "The service failed at this; its log says why.", remedy: null };
  return { code, message: error.message, remedy };
}
