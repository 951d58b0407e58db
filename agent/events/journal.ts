import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { type FileLock, lockFile } from "../../platform/file-lock.ts";
import type { Host } from "../../platform/paths.ts";
import { type SystemJournal, systemJournal } from "../../platform/system-journal.ts";
import type { Event } from "../api/snapshot.ts";
import type { Logger } from "../log.ts";
import { anchorText } from "./anchors.ts";
import { type History, openHistory } from "./history.ts";
import { anchorEntry, eventEntry } from "./journal-entries.ts";
import { historyDir, makeDir } from "./segments.ts";

export interface JournalOptions {
  readonly stateDir: string;
  /** MiB. */
  readonly keep: number;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Logger;
  /** Is the log for systemd's journal? Then events and anchors go there as entries of their own, not as lines. */
  readonly native: boolean;
  readonly signal: AbortSignal;
}

/** ms that another service may take to end. */
const LOCK_WAIT = 1_000;

/** The service's history: its events and anchors go to the log too. */
export async function openJournal({
  stateDir,
  keep,
  host,
  clock,
  log,
  native,
  signal,
}: JournalOptions): Promise<History> {
  const lock = (dir: string): Promise<FileLock> => {
    makeDir(dir);
    return lockFile(join(dir, "lock"), { clock, wait: LOCK_WAIT, signal });
  };
  const journal = native ? await systemJournal(host) : undefined;
  /** Kept by the journal itself, or else by the log: never by nobody. */
  const tell = (entry: Parameters<SystemJournal["send"]>[0], line: () => void): void => {
    try {
      if (journal) journal.send(entry);
      else line();
    } catch (error) {
      log.debug("the journal did not take an entry", { error });
      line();
    }
  };
  const history = await openHistory({
    dir: historyDir(stateDir),
    bounds: { segmentBytes: 1024 * 1024, segments: keep },
    clock,
    lock,
    onAnchor: (head) =>
      tell(anchorEntry(head), () => log.info("the history of events stands here", { anchor: anchorText(head) })),
    onProblem: (error) => log.error("events cannot be written down; it is tried again", { error }),
  });
  const say = (event: Event): void => {
    const { severity, message: what, id } = event;
    tell(eventEntry(event), () =>
      log[severity === "warning" ? "warn" : severity](what.text, { code: what.code, event: id }),
    );
  };
  for (const event of history.recent) say(event);
  history.listen(say);
  return history;
}
