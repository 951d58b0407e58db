import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { DestinationTo } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import { DeliveryError } from "../error.ts";

/**
 * Appends each report as one line (NDJSON). The file is opened anew for each: whoever rotates it moves it away, and needs to tell nobody.
 * It is on the disk before the report counts as delivered.
 */
export const fileCarrier = ({ path }: Pick<DestinationTo<"file">, "path">): Carrier => ({
  async deliver({ text }) {
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
    const strict = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(path, flags | strict, 0o640);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new DeliveryError("DELIVERY_ANSWER", `${path} is no regular file`);
      const line = Buffer.from((await endsInLine(file, stats.size)) ? text : `\n${text}`);
      const { bytesWritten } = await file.write(line);
      if (bytesWritten < line.length) {
        await file.truncate(stats.size);
        throw new DeliveryError("DELIVERY_ANSWER", "the disk took only a part of a report");
      }
      await file.datasync();
    } finally {
      await file.close();
    }
  },
  rest() {},
});

/** What was cut off by a crash stays a line of its own. */
async function endsInLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}
