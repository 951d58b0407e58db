import type { ServerResponse } from "node:http";
import type { Clock } from "../../platform/clock.ts";
import { ApiError } from "./failure.ts";

export interface StreamLimits {
  /** ms between comments, by which a client knows that a silent service still lives. */
  readonly heartbeat: number;
  /** Bytes a slow reader may have outstanding. Beyond it is hung up on: it comes back and starts with a snapshot. */
  readonly maxBacklog: number;
}

/** Answers with server-sent events for as long as `run` sends. */
export async function stream(
  response: ServerResponse,
  run: (send: (frame: unknown) => void) => Promise<void>,
  { clock, heartbeat, maxBacklog, signal }: StreamLimits & { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  let stop: () => void = () => {};
  const write = (text: string): void => {
    if (response.destroyed || signal.aborted) return;
    // Nothing of a stream lies in the kernel alone: what a reader has not taken shows here once its socket is full
    if (response.writableLength > maxBacklog) {
      response.destroy(new ApiError("API_CROWDED", "a reader of the stream is too slow"));
      return;
    }
    response.write(text);
  };
  const beat = (): void => {
    write(": still here\n\n");
    stop = clock.after(heartbeat, beat, { background: true });
  };
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  stop = clock.after(heartbeat, beat, { background: true });
  try {
    await run((frame) => write(`data: ${JSON.stringify(frame)}\n\n`));
    response.end();
  } finally {
    stop();
  }
}
