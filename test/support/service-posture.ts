import { mkdirSync, writeFileSync } from "node:fs";
import { loadConfig } from "../../agent/config.ts";
import { type History, openHistory } from "../../agent/events/history.ts";
import { historyDir } from "../../agent/events/segments.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import type { PostureKeeper } from "../../agent/posture/service/keeper.ts";
import { openServicePosture } from "../../agent/posture/service/open.ts";
import { countTransitions } from "../../agent/presence/transitions.ts";
import { throughService } from "../../agent/wsman/way.ts";
import { thisHost } from "../../platform/paths.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { hostTree } from "./host-tree.ts";
import { keptLog } from "./lms.ts";
import { folder } from "./program.ts";
import { never } from "./virtual-machine.ts";
import { type Watched, watched } from "./watched-machine.ts";

export interface ServicePosture extends Watched {
  readonly keeper: PostureKeeper;
  /** As they were handed on. */
  readonly lines: readonly string[];
  /** Settles when so many were. */
  made(count: number): Promise<void>;
  /** The service's history on the disk, in its state directory; tests add to it. */
  readonly history: History;
  readonly tree: ReturnType<typeof hostTree>;
  readonly dir: ReturnType<typeof folder>;
  /** The service ends and begins anew, with what it left on the disk. */
  restart(): Promise<void>;
}

/** A virtual machine in stepped time with the service's own reports; its PC is a tree that a test may change. */
export async function servicePosture(
  name: string,
  settings: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<ServicePosture> {
  const machine = await watched(name);
  const { clock, host: me, watch, book, lms } = machine;
  const tree = hostTree({ "/proc/1/comm": "systemd\n", "/run/lock/": "", ...files });
  const dir = folder();
  writeFileSync(dir.in("password"), `${virtualPassword}\n`, { mode: 0o600 });
  const env = {
    AMT_AGENT_STATE_DIR: dir.in("state"),
    AMT_AGENT_POSTURE_ME_USER: "admin",
    AMT_AGENT_POSTURE_ME_PASSWORD_FILE: dir.in("password"),
    AMT_AGENT_POSTURE_KEY: "file",
    ...settings,
  };
  const host = { ...thisHost(), env };
  mkdirSync(historyDir(dir.in("state")), { recursive: true, mode: 0o700 });
  const history = await openHistory({ dir: historyDir(dir.in("state")), clock });
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  await watch.refresh({ signal: never });
  const open = (): PostureKeeper =>
    openServicePosture({
      values: loadConfig({}, host).values,
      version: "0.0.0",
      ...{ host, me, history, clock },
      transitions: countTransitions(history, clock.now()),
      log: keptLog(),
      reach: { me, clock, trust: undefined, openWay: (options) => throughService(lms, options) },
      snapshot: () => watch.snapshot(),
      view: hostView(tree.root),
      tell: (events) => book.found(events, { later: false }),
      note: (seen) => watch.noteTrouble("posture", seen),
      onReport({ line }) {
        lines.push(line);
        for (const look of waiting.splice(0)) look();
      },
    });
  let keeper = open();
  return {
    ...machine,
    get keeper() {
      return keeper;
    },
    lines,
    history,
    async made(count) {
      while (lines.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    tree,
    dir,
    async restart() {
      await keeper.close();
      keeper = open();
    },
    async close() {
      await keeper.close();
      await history.close();
      await machine.close();
      tree.remove();
      dir.remove();
    },
  };
}
