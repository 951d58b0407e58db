import { createHash } from "node:crypto";
import { resources } from "../../mei/wsman/catalogue.ts";
import { FramingError, framing, requestBody } from "../lms/framing.ts";
import { malformed } from "./messages.ts";

/** A request of the server's to AMT. Its bytes hold a digest response, and may hold passwords: they go to AMT and nowhere else. */
export interface AmtRequest {
  readonly bytes: Buffer;
  /** Of its body: a repeated request has the same, with another Authorization. */
  readonly digest: string;
  /** The method it calls, as `IPS_HostBasedSetupService.Setup`, if that must not be done twice. */
  readonly once: string | undefined;
}

/** Passed on as it came, if it is one whole POST to /wsman. Throws RPS_MALFORMED. */
export function readRequest(bytes: Buffer): AmtRequest {
  const whole = withByteLength(bytes);
  const reader = framing(requestBody);
  const body: Buffer[] = [];
  let first: string | undefined;
  let ended = false;
  try {
    reader.push(whole);
    for (let part = reader.next(); part; part = reader.next()) {
      if (ended) throw malformed("more than one HTTP request is in one message");
      if (part.kind === "head") first = part.head.first;
      else if (part.kind === "body") body.push(part.bytes);
      else ended = true;
    }
  } catch (error) {
    if (!(error instanceof FramingError)) throw error;
    throw malformed(`a request to AMT is no HTTP (${error.message})`);
  }
  if (first !== undefined && !/^POST \/wsman HTTP\/1\.1$/.test(first))
    throw malformed("a request to AMT is not for its web services (POST /wsman)");
  if (!ended) throw malformed("a request to AMT is not whole");
  const content = Buffer.concat(body);
  return { bytes: whole, digest: createHash("sha256").update(content).digest("hex"), once: onceIn(content) };
}

/**
 * Servers say a chunk's length in UTF-16 units where AMT counts bytes (S:src/HttpHandler.ts:79, rpc.md B 27), so that one letter beyond
 * ASCII breaks the request. In the only form they have, one chunk, the length is put right; digest logins do not cover it.
 */
function withByteLength(bytes: Buffer): Buffer {
  const head = bytes.indexOf("\r\n\r\n");
  const line = head === -1 ? -1 : bytes.indexOf("\r\n", head + 4);
  const end = bytes.length - Buffer.byteLength(LAST);
  if (line === -1 || end < line + 2 || bytes.toString("latin1", end) !== LAST) return bytes;
  if (!/\r\ntransfer-encoding: *chunked\r\n/i.test(bytes.toString("latin1", 0, head + 2))) return bytes;
  const said = bytes.toString("latin1", head + 4, line);
  const content = bytes.subarray(line + 2, end);
  const units = content.toString("utf8").length;
  if (units === content.length || said.toLowerCase() !== units.toString(16)) return bytes;
  const size = content.length.toString(16).toUpperCase();
  return Buffer.concat([bytes.subarray(0, head + 4), Buffer.from(`${size}\r\n`), content, bytes.subarray(end)]);
}
const LAST = "\r\n0\r\n\r\n";

function onceIn(body: Buffer): string | undefined {
  const [, className = "", method = ""] =
    /<(?:\w+:)?Action\b[^>]*>[^<]*\/(\w+)\/(\w+)\s*<\//.exec(body.toString("latin1")) ?? [];
  const declared = resources.get(className)?.methods[method];
  return declared?.effect === "once" ? `${className}.${method}` : undefined;
}
