import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, realClock } from "../../platform/clock.ts";
import type { Fault } from "../../virtual-me/faults.ts";
import { serveVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";

export interface Served {
  readonly me: VirtualMe;
  readonly path: string;
  /** Ends the server; settles when all is closed and removed. */
  stop(): Promise<void>;
}

/** A machine behind a real unix socket, in a directory of its own. */
export async function served(
  machine: string,
  { clock = realClock, faults = [] }: { clock?: Clock; faults?: readonly Fault[] } = {},
): Promise<Served> {
  const directory = mkdtempSync(join(tmpdir(), "amt-me-"));
  const path = join(directory, "me.sock");
  const end = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const me = await new Promise<VirtualMe>((resolve, reject) => {
    running = serveVirtualMe({
      machine,
      socket: path,
      clock,
      faults,
      signal: end.signal,
      onReady: (facts) => resolve(facts.me),
    });
    running.catch(reject);
  });
  return {
    me,
    path,
    async stop() {
      end.abort();
      await running;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
