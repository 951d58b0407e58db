import { readInfo } from "../info/read.ts";
import type { Run } from "./context.ts";
import { renderInfo } from "./render-info.ts";
import { withMe } from "./source.ts";

/** `amt-agent info` */
export const run: Run = async (context) => {
  const { terminal, json, signal } = context;
  const info = await withMe(context, {
    service: (client) => client.call("GET /v1/info", undefined, { signal }),
    direct: (me) => readInfo(me, { signal }),
  });
  if (json) terminal.out(JSON.stringify(info, null, 2));
  else for (const line of renderInfo(info, terminal)) terminal.out(line);
  return "ok";
};
