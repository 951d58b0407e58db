import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { realClock } from "../../platform/clock.ts";
import { loadMachine } from "../../virtual-me/machines/index.ts";
import type { AnswerWsman, WsmanRequest } from "../../virtual-me/web/site.ts";
import { createWeb, type Web } from "../../virtual-me/web/web.ts";
import { createWorld, type World } from "../../virtual-me/world.ts";

export interface WebListener {
  readonly world: World;
  readonly web: Web;
  readonly asked: WsmanRequest[];
  /** The loopback port behind which AMT's port is. */
  readonly port: (of: number) => number;
  close(): Promise<void>;
}

/** The network ports of a virtual machine, on loopback, for programs of others. */
export async function listenWeb(
  name: string,
  answer: AnswerWsman,
  { tls = true }: { tls?: boolean } = {},
): Promise<WebListener> {
  const world = createWorld((await loadMachine(name))!, { clock: realClock });
  world.tls = tls;
  const asked: WsmanRequest[] = [];
  const web = createWeb({
    world,
    answer: (request, options) => {
      asked.push(request);
      return answer(request, options);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  return { world, asked, web, ...(await offerOnLoopback(web)) };
}

/** The network ports that this web server has now. */
export async function offerOnLoopback(web: Web): Promise<Pick<WebListener, "port" | "close">> {
  const sockets = new Set<Socket>();
  const servers = new Map(
    [...web.ports("network")].map(([port, service]) => {
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
        service(socket, { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 });
      });
      return [port, server.listen(0, "127.0.0.1")] as const;
    }),
  );
  await Promise.all([...servers.values()].map((server) => once(server, "listening")));
  return {
    port(of) {
      const address = servers.get(of)?.address();
      if (address === null || typeof address !== "object") throw new Error(`port ${of} is closed`);
      return address.port;
    },
    async close() {
      web.reset();
      for (const socket of sockets) socket.destroy();
      const ended = [...servers.values()].map((server) => once(server, "close"));
      for (const server of servers.values()) server.close();
      await Promise.all(ended);
    },
  };
}
