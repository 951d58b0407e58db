import type { Duplex } from "node:stream";
import { type Clock, deadline } from "../../platform/clock.ts";
import { FramingError, framing, type Head, type Part, replyBody, requestBody, statusOf, valuesOf } from "./framing.ts";
import { type LoginAttempt, type LoginGuard, type LoginOutcome, LoginRefused } from "./logins.ts";
import { bringBack, type RelayParts, type Returning, write } from "./relay.ts";

export interface HttpRelayParts extends RelayParts {
  readonly user: string;
  readonly logins: LoginGuard;
  /** A channel to AMT, when it is our turn. */
  readonly open: (options: { signal: AbortSignal }) => Promise<Duplex>;
}

/** ms to hear whether a login failed from an AMT whose client has gone: otherwise it counts as failed. */
const VERDICT = 5_000;

/** One request that AMT has and has not answered. */
interface Asked {
  readonly method: string;
  readonly isLogin: boolean;
  readonly answered: Promise<void>;
  settle(outcome: LoginOutcome): void;
}

/**
 * HTTP both ways, unchanged, one request after the other: AMT gets the next when it has answered the last, and one with credentials
 * only when this user may try. What is no plain HTTP/1.x is answered with 400 here, as AMT would, so that nothing passes unseen.
 * Settles when the connection is closed; rejects with what `open` rejects with, the client being there still.
 */
export async function relayHttp(parts: HttpRelayParts): Promise<void> {
  const { arriving, presence, socket, user, logins } = parts;
  const requests = framing(requestBody);
  let amt: Amt | undefined;
  let attempt: LoginAttempt | undefined;

  async function begin(head: Head): Promise<void> {
    await amt?.answered();
    presence.gone.throwIfAborted();
    const wantsLogin = valuesOf(head, "authorization").length > 0;
    attempt = wantsLogin ? await logins.enter(user, { signal: presence.gone }) : undefined;
    amt ??= toAmt(await parts.open({ signal: presence.gone }), parts);
    amt.ask(head.first.split(" ")[0] ?? "", attempt);
    attempt = undefined;
  }
  async function pass(part: Part): Promise<void> {
    if (part.kind === "head") await begin(part.head);
    if (part.kind === "end" || !amt) return;
    amt.returning.touch();
    await write(amt.channel, part.bytes, { signal: amt.returning.over });
  }

  try {
    for (;;) {
      const part = requests.next();
      if (part) {
        await pass(part);
        continue;
      }
      const chunk = await arriving.next({ signal: amt?.returning.over ?? presence.gone });
      if (!chunk) break;
      requests.push(chunk);
    }
    if (!requests.isBetween) throw new FramingError("the client ended in the middle of a request");
    await amt?.answered(); // a client may have said its last word with its request
  } catch (error) {
    attempt?.("void"); // it never went out
    if (error instanceof LoginRefused) answer(429, "Too Many Requests", retryAfter(error), amt);
    else if (error instanceof FramingError) answer(400, "Bad Request", [], amt);
    else if (!amt && !presence.gone.aborted) throw error;
  }
  await amt?.finish();

  function answer(status: number, reason: string, headers: readonly string[], to: Amt | undefined): void {
    to?.returning.mute();
    if (to?.asked) return void socket.destroy(); // half of another answer may be out
    const lines = [`HTTP/1.1 ${status} ${reason}`, ...headers, "Content-Length: 0", "Connection: close"];
    socket.end(`${lines.join("\r\n")}\r\n\r\n`);
    to?.channel.destroy();
  }
}
const retryAfter = ({ wait }: LoginRefused): string[] => [`Retry-After: ${Math.ceil(wait / 1000)}`];

interface Amt {
  readonly channel: Duplex;
  readonly returning: Returning;
  /** What it has not answered yet. */
  readonly asked: Asked | undefined;
  ask(method: string, attempt: LoginAttempt | undefined): void;
  /** Resolves when it has answered, or can no longer, or nobody is there to hear it. */
  answered(): Promise<void>;
  /** Settles when both ends are closed. */
  finish(): Promise<void>;
}

function toAmt(channel: Duplex, parts: HttpRelayParts): Amt {
  const { socket, presence, clock } = parts;
  let asked: Asked | undefined;
  let head: Head | undefined;
  let unreadable = false;
  const replies = framing((found) => replyBody(found, asked?.method ?? "GET"));
  const settle = (outcome: LoginOutcome): void => {
    const one = asked;
    asked = undefined;
    one?.settle(outcome);
  };

  function hear(chunk: Buffer): void {
    if (unreadable) return;
    try {
      replies.push(chunk);
      for (let part = replies.next(); part; part = replies.next()) {
        if (part.kind === "head") head = part.head;
        // 100 Continue and its kind are no answers
        if (part.kind === "end" && head && statusOf(head) >= 200) settle(outcomeOf(head));
      }
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      unreadable = true; // the client makes of it what it can; we let nothing more through
      settle("unproven");
      channel.end();
    }
  }
  const returning = bringBack(channel, parts);
  const over = new Promise<void>((resolve) => {
    for (const end of [returning.over, presence.gone]) end.addEventListener("abort", () => resolve(), { once: true });
    if (presence.gone.aborted) resolve();
  });
  channel.on("data", hear);
  channel.once("error", () => settle("void")); // the session is over, and with it what AMT has counted (virtual-me/web/web.ts)
  channel.once("close", () => settle(head && statusOf(head) >= 200 ? outcomeOf(head) : "unproven"));

  return {
    channel,
    returning,
    get asked() {
      return asked;
    },
    ask(method, attempt) {
      let onAnswered = (): void => {};
      const answered = new Promise<void>((resolve) => {
        onAnswered = resolve;
      });
      head = undefined;
      asked = {
        method,
        isLogin: attempt !== undefined,
        answered,
        settle(outcome) {
          attempt?.(outcome);
          onAnswered();
        },
      };
      if (channel.destroyed || unreadable) settle("void");
    },
    async answered() {
      if (asked) await Promise.race([asked.answered, over]);
    },
    async finish() {
      if (asked?.isLogin) {
        channel.resume(); // its client no longer takes it
        await verdict(asked.answered, clock);
      }
      if (socket.destroyed) channel.destroy();
      else socket.once("close", () => channel.destroy());
      channel.end();
      await returning.done;
    },
  };
}

async function verdict(answered: Promise<void>, clock: Clock): Promise<void> {
  const limit = deadline(clock, VERDICT, [], () => new Error("no verdict"));
  const late = new Promise<void>((resolve) => limit.signal.addEventListener("abort", () => resolve(), { once: true }));
  await Promise.race([answered, late]);
  limit.done();
}

/** `stale` says that the password was right and only its nonce too old (RFC 7616 3.3). */
function outcomeOf(head: Head): LoginOutcome {
  if (statusOf(head) !== 401) return "passed";
  const isStale = valuesOf(head, "www-authenticate").some((value) => /\bstale\s*=\s*"?true\b/i.test(value));
  return isStale ? "void" : "failed";
}
