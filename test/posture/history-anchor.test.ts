import { rmSync, writeFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { anchorOf, anchorsIn } from "../../agent/events/anchors.ts";
import { type History, openHistory } from "../../agent/events/history.ts";
import { historyDir } from "../../agent/events/segments.ts";
import { verify } from "../../agent/events/verify.ts";
import { verifyPosture } from "../../agent/posture/document/verify.ts";
import { isSameNews, readDigest } from "../../agent/posture/stored/digest.ts";
import { amtAgent } from "../support/program.ts";
import { type ServicePosture, servicePosture } from "../support/service-posture.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
async function machine(): Promise<ServicePosture> {
  const made = await servicePosture("acm-15", { AMT_AGENT_POSTURE_KEEP_IN_ME: "true", AMT_AGENT_POSTURE_HOURS: "0" });
  open.push(made);
  return made;
}
function note(history: History, count: number): void {
  for (let i = 0; i < count; i++)
    history.add({ message: message("event.stopped", {}), origin: "service", foundLater: false, alert: null });
}
const storedIn = (pc: ServicePosture) => {
  const [file] = pc.me.world.files.values();
  return readDigest(file?.data ?? Buffer.alloc(0));
};

test("a report of a service that has written no event has no anchor, and one made later says where the history stands", async () => {
  const pc = await machine();
  await pc.keeper.collect();
  expect(verifyPosture(pc.lines[0] ?? "").posture.history).toBeNull();
  note(pc.history, 3);
  await pc.keeper.collect();
  expect(verifyPosture(pc.lines[1] ?? "").posture.history).toBe(anchorOf(pc.history.last));
  expect(anchorsIn(pc.lines[1] ?? "")).toEqual([pc.history.last]);
});

test.each([2, 9])(
  "a history made anew, now %i long, is intact by itself, and broken by a report's anchor",
  async (count) => {
    const pc = await machine();
    note(pc.history, 5);
    await pc.keeper.collect();
    await pc.history.close();
    const dir = historyDir(pc.dir.in("state"));
    const anchors = anchorsIn(pc.lines[0] ?? "");
    expect(verify(dir, anchors)).toMatchObject({ ok: true, anchors: { checked: 1, wrong: 0 } });
    rmSync(dir, { recursive: true });
    pc.clock.advance(1_000);
    const anew = await openHistory({ dir, clock: pc.clock });
    note(anew, count);
    await anew.close();
    expect(verify(dir, [])).toMatchObject({ ok: true, events: count });
    expect(verify(dir, anchors)).toMatchObject({ ok: false, anchors: { wrong: 1 } });
  },
);

test("AMT keeps the anchor too, and is written to no more often for it: a longer history is no news", async () => {
  const pc = await machine();
  note(pc.history, 2);
  const then = anchorOf(pc.history.last);
  await pc.keeper.collect();
  const first = storedIn(pc).digest;
  expect(first.history).toBe(then);
  note(pc.history, 120);
  await pc.keeper.collect();
  await pc.restart();
  await pc.keeper.collect();
  expect(pc.me.counts.of("storage.PUT")).toBe(1);
  expect(storedIn(pc).digest).toEqual(first);
  expect(isSameNews(first, { ...first, history: null })).toBe(true);
  pc.me.world.features.webUi = !pc.me.world.features.webUi;
  await pc.keeper.collect();
  expect(pc.me.counts.of("storage.PUT")).toBe(2);
  expect(storedIn(pc).digest.history).toBe(anchorOf(pc.history.last));
  await pc.history.close();
  expect(verify(historyDir(pc.dir.in("state")), anchorsIn(JSON.stringify(first)))).toMatchObject({
    ok: true,
    anchors: { checked: 1 },
  });
});

test("`events verify` takes a report as it was sent, and refuses one that is not what was signed; `posture verify` shows it", async () => {
  const pc = await machine();
  note(pc.history, 4);
  await pc.keeper.collect();
  await pc.history.close();
  const [line = ""] = pc.lines;
  const { history, signer = "" } = { ...verifyPosture(line), ...verifyPosture(line).posture };
  const [good, bad] = [pc.dir.in("good.json"), pc.dir.in("bad.json")];
  writeFileSync(good, line);
  writeFileSync(bad, line.replace(":4:", ":3:"));
  const here = { env: { AMT_AGENT_STATE_DIR: pc.dir.in("state") } };
  expect(await amtAgent(["events", "verify", "--anchors", good], here)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("events 1 to 4: intact and anchored"),
  });
  const refused = await amtAgent(["events", "verify", "--anchors", bad], here);
  expect(refused.code).not.toBe(0);
  expect(refused.stdout).toBe("");
  const shown = await amtAgent(["posture", "verify", "--signer", signer, good], here);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(`the history of events then: ${history}`) });
});
