import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventTexts } from "../../agent/api/event-texts.ts";
import { anchorsIn } from "../../agent/events/anchors.ts";
import { anchorCode, eventNumbers, messageIdOf } from "../../agent/events/system-ids.ts";
import { entryOf } from "../../platform/system-journal.ts";
import { amtAgentJson, bin, folder, type Json } from "../support/program.ts";

const execute = promisify(execFile);

describe("ids that rules are written against", () => {
  test("each event has a number of its own, and those that were given are never another", () => {
    for (const code of Object.keys(eventTexts)) expect(eventNumbers[code], code).toBeGreaterThan(1_000);
    expect(new Set(Object.values(eventNumbers)).size).toBe(Object.keys(eventNumbers).length);
    const sample = ["event.started", "event.setup.post", "event.session.opened", "event.agent.expired"];
    expect(sample.map((code) => eventNumbers[code])).toEqual([1001, 1109, 1301, 1704]);
  });
  test("a MESSAGE_ID follows from the code alone, as sha256sum would say it", () => {
    // printf amt-agent.event/1:event.started | sha256sum, with the bits of a UUID of version 8
    expect(messageIdOf("event.started")).toBe("ba4d4367074e81ed9a1f41270703feb7");
    const ids = [...Object.keys(eventTexts), anchorCode].map(messageIdOf);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test("no value makes a field of its own, whatever firmware put into it", () => {
    expect(entryOf({ MESSAGE: "one\nPRIORITY=0\n_UID=0", _UID: "0", "A=B": "x" })).toBe(
      "MESSAGE=one?PRIORITY=0?_UID=0\n",
    );
  });
});

const journald = "/lib/systemd/systemd-journald";
const here = process.geteuid?.() === 0 && existsSync(journald) && (await mayUnshare());
async function mayUnshare(): Promise<boolean> {
  try {
    await execute("unshare", ["-m", "journalctl", "--version"]);
    return true;
  } catch {
    return false; // a container without the right to mount, or without systemd
  }
}

/** A journald that sees nothing of this machine's, in a mount namespace with the service; what it keeps is put out at the end. */
const script = (service: string): string => `
set -e
mount -t tmpfs none /run; mount -t tmpfs none /var/log
mkdir -p /run/systemd/journal /run/log/journal
SYSTEMD_LOG_TARGET=null ${journald} & journald=$!
while ! [ -S /run/systemd/journal/socket ]; do kill -0 $journald; done
${service}
journalctl --sync
journalctl --file='/run/log/journal/*/system.journal' -o json SYSLOG_IDENTIFIER=amt-agent
kill $journald
`;

describe.runIf(here)("in a real journal", () => {
  let dir: ReturnType<typeof folder>;
  beforeEach(() => {
    dir = folder();
  });
  afterEach(() => dir.remove());

  test("events and anchors are entries with ids and fields; verify takes what the journal kept, and finds what was made anew", async () => {
    const serve = `
      AMT_AGENT_LMS_LISTEN=off ${process.execPath} ${bin} serve --mei virtual:acm-15 --log-format journald --socket ${dir.in("agent.sock")} \\
        --state-dir ${dir.in("state")} 2> ${dir.in("stderr")} & service=$!
      until ${process.execPath} ${bin} status --socket ${dir.in("agent.sock")} > /dev/null 2>&1; do kill -0 $service; done
      kill -TERM $service; wait $service || true`;
    writeFileSync(dir.in("script"), script(serve));
    const { stdout } = await execute("unshare", ["-m", "bash", dir.in("script")], { maxBuffer: 10_000_000 });
    const entries = stdout
      .split("\n")
      .filter(Boolean)
      .map((line): Json => JSON.parse(line));
    const started = entries.find((one) => one.AMT_AGENT_CODE === "event.started");
    expect(started).toMatchObject({
      MESSAGE: "The service started.",
      MESSAGE_ID: messageIdOf("event.started"),
      PRIORITY: "6",
      AMT_AGENT_NUMBER: "1001",
      AMT_AGENT_EVENT: "1",
      _TRANSPORT: "journal",
      _UID: "0",
    });
    const anchors = entries.filter((one) => one.MESSAGE_ID === messageIdOf(anchorCode));
    expect(anchors.length).toBeGreaterThanOrEqual(2); // at the start and at the end
    expect(anchorsIn(anchors.at(-1).AMT_AGENT_ANCHOR)).toHaveLength(1);

    writeFileSync(dir.in("journal"), stdout);
    const verify = (state: string) =>
      amtAgentJson(["events", "verify", "--anchors", dir.in("journal"), "--state-dir", dir.in(state)]);
    const { code, json } = await verify("state");
    expect([code, json.ok, json.anchors.wrong, json.ranges.map(({ state }: Json) => state)]).toEqual([
      0,
      true,
      0,
      ["anchored"],
    ]);
    // Somebody who may write the files makes a history of his own, whole in itself
    const forged = serve.replaceAll(dir.in("state"), dir.in("forged"));
    writeFileSync(dir.in("script"), script(forged));
    await execute("unshare", ["-m", "bash", dir.in("script")], { maxBuffer: 10_000_000 });
    const found = await verify("forged");
    expect([found.code, found.json.ok]).toEqual([10, false]);
    expect(found.json.ranges.at(-1)).toMatchObject({ state: "broken" });
  }, 120_000);
});
