import type { Run } from "./context.ts";
import { infoOf } from "./read-info.ts";
import { renderInfo } from "./render-info.ts";

/** `amt-agent info` */
export const run: Run = async (context) => {
  const { terminal, json } = context;
  const info = await infoOf(context);
  if (json) terminal.out(JSON.stringify(info, null, 2));
  else for (const line of renderInfo(info, terminal)) terminal.out(line);
  return "ok";
};
