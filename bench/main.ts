import { cpus, release } from "node:os";
import { benchCodecs } from "./codec.ts";
import { benchIdle, benchInfo } from "./process.ts";
import { benchRoundTrips } from "./round-trip.ts";

/** Every performance claim of this project, measured in one run: JSON on standard output, progress on standard error. */
const say = (text: string): void => console.error(text);
say("info as a whole process ...");
const info = await benchInfo();
say("round trips ...");
const roundTrips = await benchRoundTrips();
say("codecs ...");
const codecs = await benchCodecs();
say("idle service, one minute ...");
const idleService = await benchIdle();
console.log(
  JSON.stringify(
    {
      schema: "amt-agent.bench/1",
      at: new Date().toISOString(),
      node: process.version,
      cpu: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
      kernel: release(),
      info,
      roundTrips,
      idleService,
      codecs,
    },
    null,
    2,
  ),
);
