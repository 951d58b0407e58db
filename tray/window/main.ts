import { dirname } from "node:path";
import { apiClient } from "../../agent/api/client.ts";
import { type Clock, linked, sleep } from "../../platform/clock.ts";
import type { Host } from "../../platform/paths.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import { followService } from "../feed.ts";
import type { LanguageTag } from "../locales/languages.ts";
import { Audience } from "./audience.ts";
import { Entrance, tokenLives } from "./entrance.ts";
import { ownConnections } from "./guard.ts";
import { type Letter, removeOldLetters, writeLetter } from "./letter.ts";
import { readPageFiles, withMeta } from "./page-files.ts";
import { openWindowServer } from "./server.ts";
import { WindowError } from "./window-error.ts";

export interface WindowOptions {
  /** The service's user endpoint. */
  readonly socket: string;
  /** Where the pages are. */
  readonly pages: string;
  /** Where the file that opens the window goes: 0700, the user's. */
  readonly directory: string;
  readonly version: string;
  /** The language of the pages, as `de`; absent: the browser's. */
  readonly language: LanguageTag | undefined;
  /** The page it opens on, as `history`; absent: the first. */
  readonly page?: string;
  readonly host: Pick<Host, "uid">;
  readonly owners: TcpOwners;
  readonly clock: Clock;
  /** Ends the window: Ctrl-C, SIGTERM. */
  readonly signal: AbortSignal;
  /** For standard error. */
  readonly say: (text: string) => void;
  /** The file is there. */
  readonly onReady: (ready: { path: string; port: number }) => Promise<void> | void;
}

/** ms. */
export const patience = {
  /** A new token is written this often, so that whatever a browser has read is good for as long again. */
  rewrite: tokenLives / 2,
  /** Nobody has opened the file. */
  entry: 600_000,
  /** The last page was closed, or is being loaded anew. */
  empty: 60_000,
};

/** Runs until its last page is closed or the signal aborts; settles then. Rejects WindowError. */
export async function runWindow(options: WindowOptions): Promise<void> {
  const { socket, clock, signal, say } = options;
  const built = readPageFiles(options.pages);
  const files = { ...built, document: withMeta(built.document, "language", options.language ?? "") };
  const over = new AbortController();
  const ended = linked([signal, over.signal]);
  let failure: WindowError | undefined;
  const end = (error?: WindowError): void => {
    failure ??= error;
    over.abort(new DOMException("The window ends", "AbortError"));
  };
  const entrance = new Entrance(clock);
  let cancelEnd = clock.after(patience.entry, () => end(nobody()));
  const client = apiClient({ socket, clock });
  /** A slow service is asked once at a time. */
  let confirming = false;
  const audience = new Audience(
    clock,
    { kind: "silent", why: "asking", socket },
    {
      count(pages) {
        cancelEnd();
        if (pages === 0) cancelEnd = clock.after(patience.empty, () => end());
      },
      beat() {
        if (confirming) return;
        confirming = true;
        const over = (): void => {
          confirming = false;
        };
        client
          .call("GET /v1/status", { signal: ended.signal })
          // What is wrong the stream says, and that goes to the pages
          .then((snapshot) => audience.confirm(snapshot))
          .then(over, over);
      },
    },
  );
  let letter: Letter | undefined;
  const server = await openWindowServer({
    files,
    entrance,
    audience,
    client,
    clock,
    about: { version: options.version, pid: process.pid, socket },
    isOwn: ownConnections(options.owners, options.host.uid),
    signal: ended.signal,
    onEntered() {
      letter?.remove();
      cancelEnd();
      cancelEnd = clock.after(patience.empty, () => end());
    },
    onReused() {
      audience.end("reused");
      end(reused());
    },
    onFault: (error) => say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  try {
    letter = writeLetter(options.directory, { port: server.port, token: entrance.issue(), page: options.page });
    removeOldLetters(dirname(letter.path), { clock, age: patience.rewrite * 4 });
    const renewed = renew(letter, entrance, clock, ended.signal);
    const followed = followService(client, {
      socket,
      clock,
      signal: ended.signal,
      onView: (view) => audience.see(view),
      onEvent: (event) => audience.hear(event),
      onTrouble: say,
    });
    await options.onReady({ path: letter.path, port: server.port });
    await Promise.all([renewed, followed]);
  } finally {
    letter?.remove();
    audience.end("stopped");
    await server.close();
    cancelEnd();
    ended.done();
  }
  if (failure) throw failure;
}

const nobody = (): WindowError =>
  new WindowError("WINDOW_NOBODY", "Nobody opened the window within 10 minutes. Run amt-agent window again.");
const reused = (): WindowError =>
  new WindowError(
    "WINDOW_REUSED",
    "The file that opens the window was used twice, so the window was closed. If that was not you, another program of yours reads your files. Run amt-agent window again.",
  );

/** A fresh token in the file, again and again until somebody has entered. */
async function renew(letter: Letter, entrance: Entrance, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !entrance.entered) {
    try {
      await sleep(clock, patience.rewrite, { signal });
    } catch {
      return; // only an abort ends a sleep
    }
    if (!entrance.entered) letter.rewrite(entrance.issue());
  }
}
