import { setupAndConfigurationService } from "../../mei/wsman/resources/setup.ts";
import { message } from "../api/texts.ts";
import { ProvisioningError } from "./error.ts";
import type { Unfinished } from "./journal.ts";
import { discardKept, readKept } from "./keeper.ts";
import { type Facts, readStanding, type Standing } from "./look.ts";
import type { Result } from "./progress.ts";
import { type RunOptions, result } from "./run.ts";
import { planOf } from "./steps.ts";
import { undo } from "./undo.ts";
import { openWeb } from "./web.ts";

/**
 * The operation that an earlier run did not end, brought to an end: done, where AMT says that it is, or what is left can be done; else
 * taken back. Undefined: there is none. Rejects JOURNAL_UNUSABLE, JOURNAL_FOREIGN, OPERATION_UNCERTAIN, MeiError.
 */
export async function recover(facts: Facts, options: RunOptions): Promise<Result | undefined> {
  const { journal, reach, onProgress, signal } = options;
  const found = journal.unfinished();
  if (!found) return undefined;
  if (found.uuid !== facts.uuid)
    throw new ProvisioningError(
      "JOURNAL_FOREIGN",
      `${journal.path} is of an operation on another machine (${found.uuid})`,
      {
        remedy: "If this disk was moved here, remove that file.",
      },
    );
  const { plan } = found;
  const isDone = (standing: Standing): boolean => planOf(plan).after(standing);
  const end = (outcome: "done" | "undone", standing: Standing): Result => {
    if (
      outcome === "undone" &&
      found.password !== undefined &&
      standing.controlMode === "none" &&
      standing.provisioning === "pre"
    )
      discardKept(found.password);
    journal.write({ entry: "end", outcome });
    onProgress({ event: "note", note: message("provisioning.note.recovered", { plan, outcome }) });
    return result(plan, outcome, standing, { facts, password: found.password ?? null, recovered: true });
  };
  if (!isDone(facts) && mayCommit(found, facts)) await commit(found, options);
  const standing = await readStanding(reach.me, { signal });
  if (isDone(standing)) return end("done", standing);
  const undone = await undo(reach.me, plan, { signal });
  if (undone.clean) return end("undone", undone.standing);
  throw new ProvisioningError(
    "OPERATION_UNCERTAIN",
    `An operation (${plan}) was interrupted, and cannot be taken back`,
    {
      remedy: "amt-agent stop-configuration, or amt-agent deactivate.",
    },
  );
}

/** Set up, with only the commit left, which nobody has sent. */
const mayCommit = ({ plan, before }: Unfinished, { controlMode, provisioning }: Standing): boolean =>
  plan === "client-tls" && controlMode === "client" && provisioning === "in" && !before.includes("commit");

/** Where the password can be read and the rest be done. If not, all is taken back, which needs no password. */
async function commit(
  { password: reference }: Unfinished,
  { reach, journal, onProgress, signal }: RunOptions,
): Promise<void> {
  const password = reference === undefined ? undefined : await readKept(reference, { clock: reach.clock, signal });
  if (!password) return;
  const web = openWeb(reach, (note) => onProgress({ event: "note", note }));
  try {
    journal.write({ entry: "before", step: "commit" });
    const wsman = await web.asOwner(password, { signal });
    await wsman.invoke(setupAndConfigurationService, "CommitChanges", {}, { signal });
  } catch (error) {
    // Whether it was carried out is read next, and what was not is taken back
    if (signal.aborted) throw error;
  } finally {
    await web.close();
  }
}
