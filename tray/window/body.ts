import type { IncomingMessage } from "node:http";

/** Bytes. A token with its name is less than a hundred. */
export const longestBody = 1_024;

/** The body as text, or undefined as soon as it is too long. */
export async function shortBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > longestBody) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
