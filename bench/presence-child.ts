import { openLms } from "../agent/lms/lms.ts";
import { intervalOf } from "../agent/presence/heartbeat.ts";
import { runSession } from "../agent/presence/runner.ts";
import { watchdogCalls } from "../agent/presence/watchdog-calls.ts";
import { openWsman } from "../agent/wsman/open.ts";
import { socketDriver } from "../mei/drivers/socket.ts";
import { agentPresenceWatchdog } from "../mei/wsman/resources/agent-presence.ts";
import { realClock as clock } from "../platform/clock.ts";
import { Secret } from "../platform/secret.ts";
import { linuxTcpOwners } from "../platform/tcp-owner.ts";
import { virtualPassword } from "../virtual-me/accounts.ts";

/** The service's part of the measurement: forwards, and tells of one program. Says `{port}` when it does, and at `{done}` what it saw. */
export interface Order {
  readonly path: string;
  readonly echo: number;
  /** Seconds. */
  readonly timeout: number;
}
export interface Seen {
  /** ms by which AMT's answer came after the heartbeat was due, each. */
  readonly late: readonly number[];
  readonly registrations: number;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

async function run({ path, echo, timeout }: Order): Promise<void> {
  const lms = openLms({
    driver: socketDriver({ path, clock }),
    clock,
    log: quiet,
    reach: "loopback",
    targets: new Set(),
    owners: linuxTcpOwners(),
    place: () => 0,
  });
  const { signal } = new AbortController();
  const { wsman } = openWsman({
    way: { tls: false, connect: (how) => lms.connectAmt(16992, how), close: async () => {} },
    credentials: () => ({ user: "admin", password: new Secret(virtualPassword) }),
    trust: undefined,
    clock,
    limits: { idle: 90_000 },
  });
  const DeviceID = Buffer.alloc(16, 7).toString("base64");
  await wsman.create(agentPresenceWatchdog, { DeviceID, StartupInterval: 60, TimeoutInterval: timeout }, { signal });
  const late: number[] = [];
  let registrations = 0;
  let last: number | undefined;
  const carry = watchdogCalls(wsman, DeviceID, (error) => console.error(String(error)));
  const runner = runSession({
    async carry(asked, how) {
      const outcome = await carry(asked, how);
      if (asked.call === "register") {
        registrations++;
        last = undefined;
      } else {
        // Without jitter it is due so long after the one before was sent
        if (last !== undefined) late.push(clock.monotonic() - (last + intervalOf(timeout * 1_000)));
        last = asked.at;
      }
      return outcome;
    },
    clock,
    random: () => 0,
    onChange: () => {},
  });
  runner.tell({ is: "health", health: "up" });
  process.on("message", () => process.send?.({ late, registrations } satisfies Seen));
  const look = (): void => {
    const [first] = lms.view().ports.find(({ port }) => port === echo)?.at ?? [];
    if (!first) return;
    stop();
    process.send?.({ port: Number(first.split(":").at(-1)) });
  };
  const stop = lms.listen(look);
  look();
}

process.on("disconnect", () => process.exit(0));
process.once("message", (order: Order) => {
  run(order).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
