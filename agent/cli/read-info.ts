import type { Info } from "../api/info.ts";
import { readInfo } from "../info/read.ts";
import type { Context } from "./context.ts";
import { withMe } from "./source.ts";

/** Everything the ME says, from the service that holds it or from the ME itself. */
export const infoOf = (context: Context): Promise<Info> =>
  withMe(context, {
    service: (client) => client.call("GET /v1/info", undefined, { signal: context.signal }),
    direct: (me) => readInfo(me, { signal: context.signal }),
  });
