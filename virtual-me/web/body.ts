import type { IncomingMessage } from "node:http";

/** Bytes; the largest envelope that is taken. Guessed: large enough for a certificate chain, and for a web storage block of 7000. */
export const BODY_LIMIT = 64 * 1024;

/** The whole body, or undefined when it is too large, of which no more than the limit was kept. Rejects when the client leaves. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const left = (): void => reject(new Error("the client left before its request was complete"));
    if (request.destroyed) return left();
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= BODY_LIMIT) parts.push(part);
      else {
        request.pause();
        resolve(undefined);
      }
    });
    request.once("end", () => resolve(Buffer.concat(parts)));
    request.once("error", reject);
    request.once("close", left);
  });
}
