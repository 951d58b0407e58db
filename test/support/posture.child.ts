import { collectAll } from "../../agent/posture/collect.ts";
import { hostCollectors } from "../../agent/posture/collectors/all.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { realClock } from "../../platform/clock.ts";

// Prints what the host's collectors find below ROOT, as the user it runs as.
const [root = "/"] = process.argv.slice(2);
const none = (): Promise<never> => Promise.reject(new Error("no ME here"));
const sources = { host: hostView(root), device: none, firmware: none, info: none, wsman: none, clock: realClock };
const { signal } = new AbortController();
console.log(JSON.stringify(await collectAll(hostCollectors.linux ?? [], sources, { signal })));
