import type { Duplex } from "node:stream";
import { type Alert, readAlert } from "../../mei/wsman/alert.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import { arrivingFrom } from "./arriving.ts";
import { LmsError } from "./errors.ts";
import { framing, requestBody } from "./framing.ts";

/** An alert has about 2200 bytes (lms.md 3.1). */
const LIMIT = 64 * 1024;
/** ms for all of it. */
const TIME = 10_000;

/**
 * The alert that the firmware posts on this channel. Closed after one, and not answered: so Intel LMS does, and firmware expects no
 * more (lms.md 3.1). Rejects LMS_BAD_ALERT with the cause, or the signal's reason.
 */
export async function takeAlert(
  channel: Duplex,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Alert> {
  const late = (): Error => new Error(`it did not come within ${TIME} ms`);
  const limit = deadline(clock, TIME, [signal], late);
  try {
    return readAlert(await readPost(channel, limit.signal));
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LmsError("LMS_BAD_ALERT", `an alert of the firmware's could not be read: ${why}`, { cause });
  } finally {
    limit.done();
    channel.end();
  }
}

async function readPost(channel: Duplex, signal: AbortSignal): Promise<Buffer> {
  const arriving = arrivingFrom(channel);
  const requests = framing(requestBody);
  const body: Buffer[] = [];
  let size = 0;
  let isChunked = false;
  for (;;) {
    const part = requests.next();
    if (!part) {
      const chunk = await arriving.next({ signal });
      if (!chunk) throw new Error("it broke off");
      requests.push(chunk);
      continue;
    }
    if (part.kind === "head") {
      if (!part.head.first.startsWith("POST ")) throw new Error("it is no POST");
      isChunked = requestBody(part.head) === "chunked";
    } else if (part.kind === "body") {
      if (isChunked) throw new Error("it comes in chunks, which no firmware was seen to send");
      size += part.bytes.length;
      if (size > LIMIT) throw new Error(`it has more than ${LIMIT} bytes`);
      body.push(part.bytes);
    } else return Buffer.concat(body);
  }
}
