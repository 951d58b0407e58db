import { cpus, release } from "node:os";
import { benchCodecs } from "./codec.ts";
import { benchFleet } from "./fleet.ts";
import { benchForward } from "./forward/forward.ts";
import { benchPresence } from "./presence.ts";
import { benchIdle, benchInfo } from "./process.ts";
import { benchRoundTrips } from "./round-trip.ts";
import { benchSessions } from "./sessions.ts";
import { benchTray } from "./tray.ts";
import { benchWindow } from "./window.ts";
import { benchWsman } from "./wsman.ts";

/** Every performance claim of this project, measured in one run: JSON on standard output, progress on standard error. */
const say = (text: string): void => console.error(text);
say("info as a whole process ...");
const info = await benchInfo();
say("round trips ...");
const roundTrips = await benchRoundTrips();
say("forward ...");
const forward = await benchForward();
say("WS-Man ...");
const wsman = await benchWsman();
say("sessions by alert ...");
const sessions = await benchSessions();
say("the tray, three minutes ...");
const tray = await benchTray();
say("the status window ...");
const window = await benchWindow();
say("heartbeats under load, ten minutes ...");
const presence = await benchPresence();
say("a fleet of 10,000 agents and one broker, two minutes ...");
const fleet = await benchFleet();
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
      forward,
      wsman,
      sessions,
      tray,
      window,
      presence,
      fleet,
      idleService,
      codecs,
    },
    null,
    2,
  ),
);
