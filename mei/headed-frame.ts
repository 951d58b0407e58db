import type { Frame } from "./command.ts";
import { type Codec, encode } from "./wire/index.ts";

/** A frame that is a fixed header before the body, with the status in the reply's header and no length: MKHI, FWUpdate, our own client. */
export function headedFrame(parts: {
  readonly code: string;
  readonly recognises: (request: Buffer) => boolean;
  readonly request: Codec<object>;
  readonly reply: Codec<{ status: number }>;
  readonly statusName?: (status: number) => string | undefined;
}): Frame {
  const { code, recognises, request, reply, statusName = () => undefined } = parts;
  return {
    code,
    recognises,
    statusName,
    writeRequest: (body) => Buffer.concat([encode(request, {}), body]),
    openRequest(from) {
      from.enter("header");
      request.read(from);
      from.leave();
    },
    writeReply: (body) => Buffer.concat([encode(reply, { status: 0 }), body]),
    openReply(from) {
      from.enter("header");
      const { status } = reply.read(from);
      from.leave();
      return status;
    },
    writeRefusal: (status) => encode(reply, { status }),
  };
}
