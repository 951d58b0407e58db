import { once } from "node:events";
import { connect, createServer } from "node:net";
import { openLms } from "../../agent/lms/lms.ts";
import type { Logger } from "../../agent/log.ts";
import { socketDriver } from "../../mei/drivers/socket.ts";
import { realClock as clock } from "../../platform/clock.ts";
import { linuxTcpOwners } from "../../platform/tcp-owner.ts";
import { echo } from "../../virtual-me/lme/services.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import { serve } from "../../virtual-me/serve.ts";
import { minimalMe } from "./minimal-me.ts";
import { minimalRelay } from "./minimal-relay.ts";
import type { Ready, Role } from "./role.ts";

/** One process of a measurement: plays its part, says that it is ready, and ends with its parent. */
const PORT = 20_007;
/** That of LME (virtual-me/machines/usual.ts). */
const MAX_MESSAGE = 4_096;

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

async function virtual(path: string, window: number): Promise<void> {
  const me = await createVirtualMe("acm-15", { clock });
  me.lme.services.set(PORT, echo);
  me.lme.facts.window = window;
  await new Promise<void>((resolve, reject) => {
    serve(me, { path, clock, signal: new AbortController().signal, onReady: resolve }).catch(reject);
  });
}

/** The service's own forward, as agent/main.ts starts it. */
async function agent(path: string): Promise<number> {
  const lms = openLms({
    driver: socketDriver({ path, clock }),
    clock,
    log: quiet,
    reach: "loopback",
    targets: new Set(),
    owners: linuxTcpOwners(),
    place: () => 0,
  });
  return new Promise((resolve) => {
    const look = (): void => {
      const [first] = lms.view().ports.find(({ port }) => port === PORT)?.at ?? [];
      if (first) resolve(Number(first.split(":").at(-1)));
    };
    lms.listen(look);
    look();
  });
}

async function tcp(onConnection: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as { port: number }).port;
}

async function play(role: Role): Promise<Ready> {
  switch (role.as) {
    case "virtual ME":
      await virtual(role.path, role.window);
      return {};
    case "minimal ME":
      await minimalMe(role.path, PORT, role.window, MAX_MESSAGE);
      return {};
    case "agent":
      return { port: await agent(role.path) };
    case "minimal relay":
      return { port: await minimalRelay(role.path, PORT) };
    case "echo":
      return { port: await tcp((socket) => void socket.pipe(socket)) };
    case "proxy":
      return {
        port: await tcp((socket) => {
          const there = connect({ host: "127.0.0.1", port: role.to, allowHalfOpen: true, noDelay: true });
          socket.pipe(there).pipe(socket);
        }),
      };
  }
}

process.on("disconnect", () => process.exit(0));
process.on("message", (role: Role) => {
  play(role).then(
    (ready) => void process.send?.(ready),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
