import type { Clock } from "../../platform/clock.ts";
import type { FileLock } from "../../platform/file-lock.ts";
import type { Event } from "../api/snapshot.ts";
import { type Message, message } from "../api/texts.ts";
import type { Seen } from "../health.ts";
import { classOf } from "./kinds.ts";
import { type Page, pageOf, type Query } from "./page.ts";
import { genesis, type Head, seal } from "./record.ts";
import { type Bounds, openStore, type Store } from "./store.ts";

/** What the caller knows of an event; the history adds the rest. */
export type Draft = Pick<Event, "origin" | "foundLater" | "alert"> & { readonly message: Message };

/**
 * Everything that happened, in order, on disk. Each event is written at once, so that a kill loses none, and forced to the disk right
 * after, together with those that came meanwhile. What cannot be written waits in memory, and is written when that goes again.
 */
export interface History {
  /** Never throws. */
  add(draft: Draft): Event;
  /** The newest event: of this run, or of those before. */
  readonly last: Head;
  /** Events that are still in memory, oldest first. */
  readonly recent: readonly Event[];
  /** Every event from now on. The returned function ends it. */
  listen(listener: (event: Event) => void): () => void;
  /** From memory, and from disk what is not there any more. */
  events(query: Query): Promise<Page>;
  /** What keeps events from being written; undefined: nothing. */
  readonly trouble: Seen | undefined;
  onTrouble(listener: (trouble: Seen | undefined) => void): void;
  /** Settles when everything so far is on the disk, or cannot be written. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface HistoryOptions {
  /** undefined: in memory alone. */
  readonly dir?: string | undefined;
  readonly bounds?: Bounds;
  readonly clock: Clock;
  /** The folder is for one service at a time. */
  readonly lock?: ((dir: string) => Promise<FileLock>) | undefined;
  /** Told at the start, at the end and every hundred events: to be kept where whoever changes the files cannot reach. */
  readonly onAnchor?: (head: Head) => void;
  readonly onProblem?: (error: unknown) => void;
}

const MIB = 1024 * 1024;
export const usualBounds: Bounds = { segmentBytes: MIB, segments: 64 };
/** Events that stay in memory for those who ask, and at most so many that wait to be written. */
const RECENT = 500;
const WAITING = 1_000;
/** ms between two attempts to write. */
const RETRY = 5_000;
const EVERY = 100;
/** ms by which the clock may go back without anybody being told: what keeps it right moves it by less. */
const SET_BACK = 60_000;
const fullDisk = ["ENOSPC", "EDQUOT", "HISTORY_SHORT_WRITE"];

/** Open, or in trouble that it tries to get out of. */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { history, open } = newHistory(options);
  await open();
  return history;
}

/** Until `open`, and without a folder, it keeps everything in memory. */
export function newHistory(options: HistoryOptions): { history: History; open(): Promise<void> } {
  const { dir, bounds = usualBounds, clock, lock, onAnchor, onProblem } = options;
  const listeners = new Set<(event: Event) => void>();
  const troubleListeners = new Set<(trouble: Seen | undefined) => void>();
  const recent: Event[] = [];
  const waiting: Event[] = [];
  let held: FileLock | undefined;
  let store: Store | undefined;
  let last: Head = { id: 0, hash: genesis };
  let lastAt = 0;
  let nextId = 1;
  let lost = 0;
  let trouble: Seen | undefined;
  let unanchored = 0;
  let syncing: Promise<void> | undefined;
  let attempting: Promise<void> | undefined;
  let dirty = false;
  let stopRetry = (): void => {};
  let closed = false;
  let found: readonly Message[] = [];

  const about = (what: Message): Draft => ({ message: what, origin: "service", foundLater: false, alert: null });

  function add(draft: Draft): Event {
    const now = clock.now();
    if (now.getTime() < lastAt - SET_BACK) {
      const from = new Date(lastAt).toISOString();
      lastAt = now.getTime();
      add(about(message("event.clock-set-back", { from, to: now.toISOString() })));
    }
    lastAt = Math.max(lastAt, now.getTime());
    const event: Event = { id: nextId++, at: now.toISOString(), ...classOf(draft.message), ...draft };
    recent.push(event);
    if (recent.length > RECENT) recent.shift();
    if (dir !== undefined) waiting.push(event);
    if (!trouble) write();
    if (waiting.length > WAITING) {
      waiting.shift();
      lost += 1;
    }
    for (const listener of [...listeners]) listener(event);
    return event;
  }

  /** Writes what waits, as far as it goes. */
  function write(): void {
    if (!store || closed) return;
    try {
      for (let next = waiting[0]; next; next = waiting[0]) {
        const { line, head } = seal(next, last.hash);
        store.write(line, head);
        last = head;
        waiting.shift();
        unanchored += 1;
        if (unanchored >= EVERY) anchor();
      }
    } catch (error) {
      failed(error);
    }
    void sync();
  }
  function anchor(): void {
    unanchored = 0;
    onAnchor?.(last);
  }

  /** One at a time: what comes meanwhile shares the next. */
  function sync(): Promise<void> {
    dirty = true;
    syncing ??= (async () => {
      try {
        while (dirty && store && !closed) {
          dirty = false;
          await store.sync();
        }
      } catch (error) {
        failed(error);
      } finally {
        syncing = undefined;
      }
      makeRoom();
    })();
    return syncing;
  }
  /** That the oldest are removed is written down first. */
  let leaving: ReturnType<Store["surplus"]>;
  function makeRoom(): void {
    if (!store || closed || trouble) return;
    try {
      if (leaving) store.drop(leaving);
      leaving = undefined;
      leaving = store.surplus();
    } catch (error) {
      failed(error);
    }
    if (!leaving || trouble) return;
    const { first, last: to, hash } = leaving;
    add(about(message("event.history.rotated", { first, last: to, hash })));
  }

  function failed(error: unknown): void {
    const code = String((error as { code?: unknown } | null)?.code ?? "UNEXPECTED");
    const seen: Seen = fullDisk.includes(code)
      ? { code: "history-full", params: {} }
      : { code: "history-failed", params: { code } };
    if (!trouble) onProblem?.(error);
    become(seen);
    if (closed) return;
    stopRetry();
    const again = (): void => {
      attempting = attempt().finally(() => {
        attempting = undefined;
      });
    };
    stopRetry = clock.after(RETRY, again, { background: true });
  }
  function become(next: Seen | undefined): void {
    if (JSON.stringify(next) === JSON.stringify(trouble)) return;
    trouble = next;
    for (const listener of [...troubleListeners]) listener(next);
  }

  async function attempt(): Promise<void> {
    if (closed || dir === undefined) return;
    try {
      store ??= await open(dir);
      const [next] = waiting;
      if (next) {
        const { line, head } = seal(next, last.hash);
        store.write(line, head);
        last = head;
        waiting.shift();
      }
      await store.sync();
    } catch (error) {
      return failed(error);
    }
    if (closed) return;
    const missing = lost;
    lost = 0;
    trouble = undefined;
    write();
    // it can have failed again at once
    if (!trouble) for (const listener of [...troubleListeners]) listener(undefined);
    tellFound();
    if (missing > 0) add(about(message("event.history.lost", { count: missing })));
  }

  async function open(path: string): Promise<Store> {
    held ??= await lock?.(path);
    const opened = openStore(path, bounds);
    const { tail } = opened;
    last = tail.last;
    // What happened before the files could be opened comes behind what is in them
    const behind = last.id + 1 - (waiting[0]?.id ?? nextId);
    if (behind > 0) {
      for (const [at, event] of waiting.entries()) waiting[at] = { ...event, id: event.id + behind };
      nextId += behind;
    }
    if (tail.at !== undefined) lastAt = Math.max(lastAt, new Date(tail.at).getTime());
    found = tail.found;
    onAnchor?.(last);
    return opened;
  }
  function tellFound(): void {
    const told = found;
    found = [];
    for (const one of told) add(about(one));
  }

  const history: History = {
    add,
    get last() {
      return last;
    },
    recent,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get trouble() {
      return trouble;
    },
    onTrouble(listener) {
      troubleListeners.add(listener);
      if (trouble) listener(trouble);
    },
    events: (query) => pageOf(query, { dir: store && dir, recent, waiting }),
    async settled() {
      while (syncing ?? attempting) await (syncing ?? attempting);
    },
    async close() {
      if (closed) return;
      stopRetry();
      await (attempting ?? syncing);
      stopRetry();
      closed = true;
      try {
        store?.close();
        if (store) anchor();
      } catch (error) {
        failed(error);
      } finally {
        held?.release();
      }
    },
  };
  return {
    history,
    async open() {
      if (dir === undefined) return;
      try {
        store = await open(dir);
      } catch (error) {
        return failed(error);
      }
      tellFound();
      write();
    },
  };
}
