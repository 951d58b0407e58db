import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { realClock, sleep } from "../../platform/clock.ts";
import { never } from "./virtual-machine.ts";

/** A port that nobody has, of this machine alone. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface RealServer {
  /** Settles when it takes connections. */
  start(): Promise<void>;
  /** At once, with no chance to put anything in order, where nothing else is said. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** A server of Debian's that can be killed and started again, on one port. */
export function realServer(program: string, args: readonly string[], port: number): RealServer {
  let child: ChildProcess | undefined;
  let said = "";
  return {
    async start() {
      const mine = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
      child = mine;
      for (const stream of [mine.stdout, mine.stderr])
        stream.on("data", (part: Buffer) => {
          said = (said + part).slice(-4_000);
        });
      for (let left = 400; !(await listens(port)); left -= 1) {
        if (left === 0 || mine.exitCode !== null) throw new Error(`${program} does not listen: ${said}`);
        await sleep(realClock, 25, { signal: never });
      }
    },
    async kill(signal = "SIGKILL") {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
    },
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ port, host: "127.0.0.1" });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false; // not yet
  } finally {
    socket.destroy();
  }
}
