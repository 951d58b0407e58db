import { codeOf } from "../../mei/errors.ts";
import { type Clock, deadline, linked } from "../../platform/clock.ts";
import type { Secret } from "../../platform/secret.ts";
import { type Amt, exchange, NoAnswer, switched, tunnel } from "./amt.ts";
import { RpsError } from "./error.ts";
import { mailbox } from "./mailbox.ts";
import { type AmtPort, frame, heartbeatReply, readServerMessage, type Sender } from "./messages.ts";
import type { Report } from "./report.ts";
import type { AmtRequest } from "./request.ts";
import type { Server } from "./server.ts";
import { type Action, begin, type Input, step } from "./session.ts";

/** ms without a word of the server's, while nothing of ours is under way. It waits for its own database and servers at times. */
const SILENCE = 180_000;
/** Bytes of the tunnel in one message: with base64 around them a frame that servers take. */
const PIECE = 48 * 1024;

export interface RunOptions {
  readonly server: Server;
  readonly amt: Amt;
  readonly port: AmtPort;
  readonly sender: Sender;
  readonly method: string;
  /** The payload of the first message. */
  readonly hello: Secret;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A sentence on what happens, of ours or the server's. */
  readonly tell: (text: string) => void;
}
export interface Result {
  readonly ok: boolean;
  readonly report: Report;
  /** Requests of the server's that AMT answered. */
  readonly requests: number;
}

/** Carries what server and AMT say to each other until the server says how it went. Rejects RpsError, and errors of the way to AMT. */
export async function run(options: RunOptions): Promise<Result> {
  const { server, amt, clock, tell, sender } = options;
  const life = linked([options.signal]);
  const end = new AbortController();
  const stop = linked([life.signal, end.signal]);
  const { signal } = stop;
  const box = mailbox<Input | { readonly kind: "failed"; readonly error: unknown }>();
  const underWay = new Set<Promise<void>>();
  let session = begin(options.port);
  let requests = 0;

  /** Beside the rest. What goes wrong ends the session, unless that is over. */
  function aside(work: () => Promise<unknown>): void {
    const running = work().then(
      () => {},
      (error: unknown) => void box.put({ kind: "failed", error }),
    );
    underWay.add(running);
    void running.then(() => underWay.delete(running));
  }
  const pipe = tunnel(amt, {
    clock,
    async received(bytes, number) {
      for (let at = 0; at < bytes.length; at += PIECE)
        await box.put({ kind: "tunnelled", tunnel: number, bytes: bytes.subarray(at, at + PIECE) });
    },
    ended: (number) => void box.put({ kind: "tunnel-ended", tunnel: number }),
  });
  /** The tunnel's bytes in their order, beside the rest: AMT may want to say something before it takes more. */
  let pouring: Promise<unknown> = Promise.resolve();
  function pour(bytes: Buffer, number: number): void {
    const mine = pouring.then(() => pipe.pour(bytes, { tunnel: number, signal }));
    pouring = mine.catch(() => {});
    aside(() => mine);
  }
  async function send(text: Secret): Promise<void> {
    try {
      await within(SILENCE, (s) => server.send(text, { signal: s }), { clock, signal });
    } catch (error) {
      // what it said before it hung up is still to be read, and its end comes behind that
      if (codeOf(error) !== "RPS_CLOSED") throw error;
    }
  }

  async function perform(action: Action): Promise<Result | undefined> {
    switch (action.do) {
      case "send":
        await send(frame(action.method, action.payload, sender));
        return undefined;
      case "beat":
        await send(heartbeatReply(action.envelope));
        return undefined;
      case "ask":
        aside(async () => {
          const input = await answered(amt, session.port, action.request, { clock, signal });
          if (input.kind === "replied") requests += 1;
          await box.put(input);
        });
        return undefined;
      case "pour":
        pour(action.bytes, action.tunnel);
        return undefined;
      case "switch":
        pipe.close();
        aside(async () => {
          await switched(amt, action.port, { delay: action.delay, clock, signal });
          await box.put({ kind: "switched" });
        });
        return undefined;
      case "tell":
        tell(action.text);
        return undefined;
      case "end":
        return { ok: action.ok, report: action.report, requests };
    }
  }

  try {
    await send(frame(options.method, Buffer.from(options.hello.reveal()), sender));
    aside(async () => {
      for (;;) {
        await box.put({ kind: "message", message: readServerMessage(await server.receive({ signal })) });
        await pouring;
      }
    });
    for (;;) {
      const input = await within(session.phase === "idle" ? SILENCE : undefined, (s) => box.take({ signal: s }), {
        clock,
        signal,
      });
      if (input.kind === "failed") throw input.error;
      const next = step(session, input);
      session = next.session;
      for (const action of next.actions) {
        const result = await perform(action);
        if (result) return result;
      }
    }
  } finally {
    end.abort(new DOMException("the session is over", "AbortError"));
    box.close();
    pipe.close();
    stop.done();
    life.done();
    await server.close();
    await Promise.all(underWay);
  }
}

async function answered(
  amt: Amt,
  port: AmtPort,
  request: AmtRequest,
  options: { clock: Clock; signal: AbortSignal },
): Promise<Input> {
  try {
    return { kind: "replied", request, reply: await exchange(amt, port, request.bytes, options) };
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: "unanswered", request, why: error.message };
    throw error;
  }
}

async function within<T>(
  ms: number | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<T> {
  if (ms === undefined) return work(signal);
  const silent = (): Error =>
    new RpsError(
      "RPS_SILENT",
      `the provisioning server has said nothing for ${ms / 60_000} minutes: amt-agent info shows how AMT stands, the server's log why`,
    );
  const limit = deadline(clock, ms, [signal], silent);
  try {
    return await work(limit.signal);
  } finally {
    limit.done();
  }
}
