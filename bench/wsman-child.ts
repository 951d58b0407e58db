import { openLms } from "../agent/lms/lms.ts";
import type { Logger } from "../agent/log.ts";
import { socketDriver } from "../mei/drivers/socket.ts";
import { createHttpClient } from "../mei/http/client.ts";
import { resources } from "../mei/wsman/catalogue.ts";
import { createWsman } from "../mei/wsman/client.ts";
import { realClock as clock } from "../platform/clock.ts";
import { Secret } from "../platform/secret.ts";
import { linuxTcpOwners } from "../platform/tcp-owner.ts";
import { virtualPassword } from "../virtual-me/accounts.ts";

/** PATH MS: Gets over one session with the virtual ME at PATH for so many ms, one after the other. JSON on standard output. */
const [path = "", ms = "2000"] = process.argv.slice(2);
const { signal } = new AbortController();
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const of = resources.get("AMT_GeneralSettings");
if (!of) throw new Error("there is no AMT_GeneralSettings");

async function main(): Promise<void> {
  const driver = socketDriver({ path, clock });
  const owners = linuxTcpOwners();
  const lms = openLms({ driver, clock, log: quiet, reach: "off", targets: new Set(), owners });
  let connections = 0;
  const http = createHttpClient({
    clock,
    connect(options) {
      connections += 1;
      return lms.connectAmt(16992, options);
    },
    credentials: () => ({ user: "admin", password: new Secret(virtualPassword) }),
  });
  const wsman = createWsman({
    async post(body, { signal: given, repeatable }) {
      const headers = { "Content-Type": "application/soap+xml;charset=UTF-8" };
      const sending = repeatable ? "repeatable" : "once";
      const {
        status,
        headers: found,
        body: answer,
      } = await http.request({ method: "POST", path: "/wsman", headers, body, sending }, { signal: given });
      return { status, contentType: String(found["content-type"] ?? ""), body: answer };
    },
  });
  const times: number[] = [];
  const get = async (): Promise<void> => {
    const from = performance.now();
    await wsman.get(of as NonNullable<typeof of>, { signal });
    times.push(performance.now() - from);
  };
  await get();
  const first = times.pop();
  const until = performance.now() + Number(ms);
  const from = performance.now();
  while (performance.now() < until) await get();
  const took = performance.now() - from;
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((times[Math.floor(times.length * share)] ?? 0) * 1000);
  const perSecond = Math.round((times.length / took) * 1000);
  console.log(
    JSON.stringify({ firstMs: Math.round(first ?? 0), perSecond, p50us: at(0.5), p99us: at(0.99), connections }),
  );
  http.close();
  await lms.close();
  await driver.close();
}
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
