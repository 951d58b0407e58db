import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Clock, sleep } from "../../platform/clock.ts";
import { type Face, looksAlike } from "../face.ts";
import type { Words } from "../locales/en.ts";
import type { MenuAction } from "../menu-actions.ts";
import { harmless } from "../one-line.ts";
import { HelperError, type HelperFile } from "./helper-file.ts";
import { actionAt, type HelperItem, pictureOf, slotsOf } from "./slots.ts";

export interface HelperOptions {
  /** Makes the file to run, anew for each start. Throws HelperError. */
  readonly take: () => HelperFile;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly words: Words;
  readonly onAction: (action: MenuAction) => void;
  /** For standard error; each kind of trouble once. */
  readonly say: (text: string) => void;
}
export interface Helper {
  show(face: Face): void;
  /** Ends it; settles when it is gone. */
  close(): Promise<void>;
}

/** ms. It says that it is ready after a tenth of a second; one that dies never does. */
const readyWithin = 15_000;
/** ms before each new start; after the last there is none. */
const pauses = [1_000, 5_000, 30_000, 120_000];
/** ms. One that ran so long did not die of its start. */
const settledAfter = 60_000;
/** What the loader of programs (ld.so) ends with where a library is missing. */
const LIBRARY_MISSING = 127;
const libraryRemedy = "a library is missing; on Debian: apt-get install libayatana-appindicator3-1";

/** Shows the icon in a tray of the older kind (XEmbed) by systray2's helper, a program that speaks JSON, one line after the other. */
export function openHelper(first: Face, { take, env, clock, words, onAction, say }: HelperOptions): Helper {
  const life = new AbortController();
  const { signal } = life;
  let face = first;
  let current: Running | undefined;
  const told = new Set<string>();
  const once = (kind: string, text: string): void => {
    if (!told.has(kind)) say(text);
    told.add(kind);
  };

  async function live(): Promise<void> {
    for (let attempt = 0; !signal.aborted; ) {
      const began = clock.monotonic();
      const why = await run();
      if (signal.aborted) return;
      if (why.isFinal) return once("missing", words.menu.helperMissing(why.text));
      if (clock.monotonic() - began > settledAfter) attempt = 0;
      const pause = pauses[attempt++];
      if (pause === undefined) return once("given-up", words.menu.helperGivenUp(why.text));
      once("ended", words.menu.helperEnded(why.text));
      await sleep(clock, pause, { signal }).catch(() => {}); // only an abort ends a sleep: the loop sees it
    }
  }
  /** From one start to its end, with the reason of it. */
  async function run(): Promise<{ text: string; isFinal?: boolean }> {
    let file: HelperFile;
    try {
      file = take();
    } catch (error) {
      if (error instanceof HelperError) return { text: error.message, isFinal: true };
      throw error;
    }
    try {
      current = start(file, { env, clock, face, onAction });
      const { status, complaint } = await current.ended;
      if (status === LIBRARY_MISSING) return { text: libraryRemedy, isFinal: true };
      return { text: complaint === "" ? String(status) : `${status}: ${complaint}` };
    } finally {
      current = undefined;
      file.remove();
    }
  }
  const over = live();
  return {
    show(now) {
      current?.show(now, face);
      face = now;
    },
    async close() {
      life.abort();
      current?.end();
      await over;
    },
  };
}

interface Running {
  show(now: Face, before: Face): void;
  end(): void;
  readonly ended: Promise<{ status: number | string | null; complaint: string }>;
}

function start(
  file: HelperFile,
  { env, clock, face, onAction }: Pick<HelperOptions, "env" | "clock" | "onAction"> & { face: Face },
): Running {
  const child: ChildProcess = spawn(file.path, [], {
    // Trays of the older kind show this as the icon's name
    argv0: "Intel AMT",
    // Never the current folder, in which somebody could have put things
    cwd: file.directory,
    // Its pictures lie there under names that can be guessed. It draws a menu: OpenGL without a graphics card would cost 50 MB
    env: { ...env, TMPDIR: file.directory, GDK_GL: "disable" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let isReady = false;
  let wanted = face;
  let complaint = "";
  const kill = (): void => void child.kill("SIGKILL");
  const stopWaiting = clock.after(readyWithin, () => {
    complaint = `not ready within ${readyWithin / 1_000} s`;
    kill();
  });
  const send = (line: unknown): void => void child.stdin?.write(`${JSON.stringify(line)}\n`);
  // It ends while something is on its way to it: its end says more
  child.stdin?.on("error", () => {});
  child.stderr?.setEncoding("utf8").on("data", (part: string) => {
    complaint = harmless(part.trim().split("\n").at(-1) ?? "") || complaint;
  });
  if (child.stdout)
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = parsed(line);
      if (said?.type === "ready" && !isReady) {
        isReady = true;
        stopWaiting();
        file.unlink();
        send({ ...header(wanted), items: slotsOf(wanted) });
      }
      const action = said?.type === "clicked" ? actionAt(said.__id) : undefined;
      if (action) onAction(action);
    });
  const ended = new Promise<{ status: number | string | null; complaint: string }>((resolve) => {
    child.once("error", (error) => {
      stopWaiting();
      resolve({ status: "error", complaint: error.message });
    });
    child.once("close", (code, signal) => {
      stopWaiting();
      resolve({ status: code ?? signal, complaint });
    });
  });
  return {
    ended,
    end: kill,
    show(now, before) {
      wanted = now;
      if (!isReady) return;
      if (!looksAlike(now, before)) send({ type: "update-menu", menu: { ...header(now), items: [] } });
      for (const item of changed(slotsOf(before), slotsOf(now))) send({ type: "update-item", item, seq_id: -1 });
    },
  };
}

/** Its words beside the picture would stand in the tray itself. */
const header = (face: Face) => ({ icon: pictureOf(face), title: "", tooltip: face.title, isTemplateIcon: false });

const changed = (before: readonly HelperItem[], now: readonly HelperItem[]): readonly HelperItem[] =>
  now.filter((item, at) => item.title !== before[at]?.title);

/** A line that is no JSON object is none of the protocol. */
function parsed(line: string): { readonly type?: unknown; readonly __id?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
