import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { realClock, sleep } from "../platform/clock.ts";

/** Files that a process may have open, below what Debian lets root have. */
export const moreFiles = ["--nofile=20000:20000"];

/** mosquitto, as a process of its own. */
export interface Broker {
  /** MB that it held at most. */
  peak(): number;
  /** ms that it has computed. */
  processorMs(): number;
  connections(): number;
  close(): Promise<void>;
}

/** Looks once a second how many connections the broker has, and says so every ten. */
export function watched(broker: Broker, say: (text: string) => void) {
  let most = 0;
  let times = 0;
  const life = new AbortController();
  const { signal } = life;
  const looking = (async () => {
    while (!signal.aborted) {
      const now = broker.connections();
      most = Math.max(most, now);
      if (times++ % 10 === 0) say(`  ${now} connections`);
      await sleep(realClock, 1_000, { signal }).catch(() => {}); // the end
    }
  })();
  looking.catch((error: unknown) => say(String(error)));
  return { mostConnections: () => most, stop: () => life.abort() };
}

/** On `port` of the loopback; its certificate is `cert.pem` in the folder. */
export async function brokerIn(folder: string, { port, tls }: { port: number; tls: boolean }): Promise<Broker> {
  const key = join(folder, "key.pem");
  const cert = join(folder, "cert.pem");
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", ...made, "-subj", "/CN=localhost", "-days", "2"], { stdio: "ignore" });
  const config = join(folder, "mosquitto.conf");
  const secure = tls ? `certfile ${cert}\nkeyfile ${key}\n` : "";
  writeFileSync(
    config,
    `user root\nlog_type error\nallow_anonymous true\nmax_connections -1\nlistener ${port} 127.0.0.1\n${secure}`,
  );
  const child = spawn("prlimit", [...moreFiles, "/usr/sbin/mosquitto", "-c", config], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  const { signal } = new AbortController();
  for (let left = 200; !(await listens(port)); left -= 1) {
    if (left === 0 || child.exitCode !== null) throw new Error("mosquitto does not start: apt-get install mosquitto");
    await sleep(realClock, 25, { signal });
  }
  const proc = `/proc/${child.pid}`;
  const idle = readdirSync(`${proc}/fd`).length;
  return {
    peak: () => Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`${proc}/status`, "utf8"))?.[1]) / 1024,
    // proc(5): utime and stime, the 14th and 15th, in hundredths of a second
    processorMs: () => {
      const fields = readFileSync(`${proc}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    connections: () => readdirSync(`${proc}/fd`).length - idle,
    async close() {
      child.kill();
      await gone;
    },
  };
}
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false; // not yet
  } finally {
    socket.destroy();
  }
}
