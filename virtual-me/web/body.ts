import type { IncomingMessage } from "node:http";

/** Bytes; the largest envelope that is taken. Guessed: large enough for a certificate chain, and for a web storage block of 7000. */
export const BODY_LIMIT = 64 * 1024;

/** `broken`: the rest can never come, because what came is no HTTP (`spoilt` has aborted); `left`: nor can an answer be taken. */
export type Body = Buffer | "large" | "broken" | "left";

/** The whole body; of one that is too large no more than the limit was kept. */
export function readBody(request: IncomingMessage, { spoilt }: { spoilt: AbortSignal }): Promise<Body> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const onSpoilt = (): void => settle("broken");
    function settle(body: Body): void {
      spoilt.removeEventListener("abort", onSpoilt);
      resolve(body);
    }
    if (request.destroyed) return settle("left");
    if (spoilt.aborted && !request.complete) return settle("broken");
    spoilt.addEventListener("abort", onSpoilt);
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= BODY_LIMIT) return void parts.push(part);
      request.pause();
      settle("large");
    });
    request.once("end", () => settle(Buffer.concat(parts)));
    request.on("error", () => settle("left")); // it was cut off: node:http says so here, too
    request.once("close", () => settle("left"));
  });
}
