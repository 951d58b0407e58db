import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
import { type Clock, realClock } from "../../platform/clock.ts";
import { linuxTcpOwners } from "../../platform/tcp-owner.ts";
import type { LanguageTag } from "../../tray/locales/languages.ts";
import { runWindow } from "../../tray/window/main.ts";
import { folder } from "./program.ts";

/** The built pages. */
export const pagesDirectory = path.join(import.meta.dirname, "../../dist/window");

/** Every page by its place in the address. */
export const pageIds = ["now", "reach", "history", "details", "posture", "presence", "about"];

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A status window in this process, on real sockets. */
export interface OpenWindow {
  readonly port: number;
  /** The file that opens it. */
  readonly letter: string;
  /** The token that is in the file at the moment. */
  token(): string;
  /** One request, its path as it stands. Headers go over those of a browser that entered from the file. */
  ask(path: string, asking?: Asking): Promise<Answered>;
  /** Enters with a token; the answer's page. */
  enter(token: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** What it said on standard error. */
  said(): string;
  /** Settles when it has ended, with what it rejected. */
  readonly ended: Promise<unknown>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

export async function openWindow(
  socket: string,
  { clock = realClock, language }: { clock?: Clock; language?: LanguageTag } = {},
): Promise<OpenWindow> {
  const home = folder();
  const life = new AbortController();
  let said = "";
  let run: Promise<void> = Promise.resolve();
  const ready = await new Promise<{ path: string; port: number }>((resolve, reject) => {
    run = runWindow({
      socket,
      pages: pagesDirectory,
      directory: home.in("window"),
      version: "0.0.0-test",
      language,
      host: { uid: process.geteuid?.() },
      owners: linuxTcpOwners(),
      clock,
      signal: life.signal,
      say: (line) => {
        said += `${line}\n`;
      },
      onReady: resolve,
    });
    run.catch(reject);
  });
  const { port, path: letter } = ready;
  const ended = run.then(
    () => undefined,
    (error: unknown) => error,
  );
  const ask = (to: string, asking?: Asking): Promise<Answered> => askPort(port, to, asking);
  return {
    port,
    letter,
    token: () => /name="token" value="([^"]+)"/.exec(readFileSync(letter, "utf8"))?.[1] ?? "",
    ask,
    enter: (token, headers = {}) =>
      ask("/enter", {
        method: "POST",
        headers: { Origin: "null", "Content-Type": "application/x-www-form-urlencoded", ...headers },
        body: `token=${token}`,
      }),
    said: () => said,
    ended,
    async stop() {
      life.abort();
      await ended;
      home.remove();
    },
  };
}

/** One request on a connection of its own. */
export async function askPort(
  port: number,
  to: string,
  { method = "GET", headers = {}, body }: Asking = {},
): Promise<Answered> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path: to, method, headers, agent: false });
    asked.once("response", resolve);
    asked.once("error", reject);
    asked.end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

/** The session's key, as the page that answers the token holds it. */
export const keyIn = ({ body }: Answered): string => /name="entry" content="key:([^"]+)"/.exec(body)?.[1] ?? "";
export const entryIn = ({ body }: Answered): string => /name="entry" content="([^"]*)"/.exec(body)?.[1] ?? "";
