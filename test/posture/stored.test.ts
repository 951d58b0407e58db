import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Posture } from "../../agent/api/posture.ts";
import { canonical, digestOf } from "../../agent/posture/document/canonical.ts";
import { algorithmOf, keyThere, thumbprintOf } from "../../agent/posture/document/key.ts";
import { type Signer, signerWith } from "../../agent/posture/document/sealed.ts";
import { verifyPosture } from "../../agent/posture/document/verify.ts";
import { writeBudget } from "../../agent/posture/stored/budget.ts";
import { digestFor, MOST_STORED, readDigest } from "../../agent/posture/stored/digest.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../../virtual-me/accounts.ts";
import { clear } from "../../virtual-me/rules/provisioning.ts";
import { postureMachine } from "../support/posture-machine.ts";
import { folder } from "../support/program.ts";
import { type ServicePosture, servicePosture } from "../support/service-posture.ts";
import { never } from "../support/virtual-machine.ts";
import { offerOnLoopback } from "../support/web-listener.ts";

const run = promisify(execFile);
const DAY = 24 * 3_600_000;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
async function machine(name = "acm-15", settings: Readonly<Record<string, string>> = {}): Promise<ServicePosture> {
  const asked = { AMT_AGENT_POSTURE_KEEP_IN_ME: "true", AMT_AGENT_POSTURE_HOURS: "0", ...settings };
  const made = await servicePosture(name, asked);
  open.push(made);
  return made;
}
const writes = ({ me }: ServicePosture): number => me.counts.of("storage.PUT");
const PATH = "amt-agent/posture/digest.cbor";

describe("kept in AMT", () => {
  test("where nobody asked for it nothing is written, and AMT's storage is not even looked at", async () => {
    const pc = await machine("acm-15", { AMT_AGENT_POSTURE_KEEP_IN_ME: "false" });
    expect((await pc.keeper.collect()).kept.state).toBe("off");
    expect(Object.keys(pc.me.counts.all).filter((name) => name.startsWith("storage."))).toEqual([]);
  });

  test("written once, read back, and again only where the report says something new", async () => {
    const pc = await machine();
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "kept", sequence: 1, writesLeft: 3 });
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "kept", sequence: 1, writesLeft: 3 });
    await pc.restart();
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "kept", sequence: 1 });
    expect(writes(pc)).toBe(1);
    pc.me.world.features.webUi = !pc.me.world.features.webUi;
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "kept", sequence: 4, writesLeft: 2 });
    expect(writes(pc)).toBe(2);
  });

  test("never above the budget, over restarts too, however often the report changes; a day later again", async () => {
    const pc = await machine("acm-15", { AMT_AGENT_POSTURE_ME_WRITES_PER_DAY: "2" });
    for (let i = 0; i < 4; i++) {
      pc.me.world.features.webUi = !pc.me.world.features.webUi;
      await pc.keeper.collect();
      await pc.restart();
    }
    expect(writes(pc)).toBe(2);
    pc.me.world.features.webUi = !pc.me.world.features.webUi;
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "budget", writesLeft: 0 });
    pc.clock.advance(DAY);
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "kept", writesLeft: 1 });
    expect(writes(pc)).toBe(3);
  });

  test("a budget that cannot be counted is not spent", () => {
    const dir = folder();
    const budget = writeBudget(dir.path, { most: 1, now: () => new Date(0) });
    dir.remove();
    expect(() => budget.spend()).toThrow(/ENOENT/);
  });

  test("read out of band with the system dead: the service has ended, the ME answers on its network side", async () => {
    const pc = await machine();
    await pc.keeper.collect();
    const key = keyThere(join(pc.dir.in("state"), "posture"));
    await pc.keeper.close();
    const { web } = await pc.me.web();
    pc.me.world.tls = false;
    const network = await offerOnLoopback(web);
    open.push(network);
    const url = `http://127.0.0.1:${network.port(16992)}/amt-storage/`;
    const login = ["-s", "--digest", "-u", `admin:${virtualPassword}`];
    const { stdout } = await run("curl", [...login, url]);
    expect(JSON.parse(stdout)).toMatchObject({
      information: { version: "1.1", user: "admin" },
      content: [{ vendor: "amt-agent", app: "posture", name: "digest.cbor" }],
    });
    const got = await run("curl", [...login, `${url}${PATH}`], { encoding: "buffer" });
    const { digest, isBy } = readDigest(got.stdout as unknown as Buffer);
    const { digest: whole, posture } = verifyPosture(pc.lines[0] ?? "");
    expect(digest).toMatchObject({ digest: whole, sequence: 1, fail: posture.summary.fail, me: "15.0.23.1706" });
    expect(digest.failed).toContain("amt.tls.remote");
    expect(key && isBy(key)).toBe(true);
    expect((await run("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", url])).stdout).toBe("401");
  });

  test("only for who has the realm: others are refused, the condition says so, and it is not tried again and again", async () => {
    const pc = await machine("acm-15", { AMT_AGENT_POSTURE_ME_USER: "clerk" });
    const digest = passwordDigest("clerk", digestRealm(pc.me.world.machine), virtualPassword);
    pc.me.world.accounts.set({ name: "clerk", digest, realms: [13], access: "any", enabled: true });
    const { kept } = await pc.keeper.collect();
    expect(kept).toMatchObject({ state: "failing", code: "POSTURE_STORE_DENIED", writesLeft: 4 });
    expect(pc.watch.snapshot().conditions.map(({ code }) => code)).toContain("posture-not-kept");
    expect(writes(pc)).toBe(0);
  });

  test("an AMT without web storage: said, and no flash is written", async () => {
    const pc = await machine("acm-16-tls");
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "unsupported", code: "POSTURE_STORE_ABSENT" });
    expect(writes(pc)).toBe(0);
  });

  test("nobody's AMT is left alone; what was kept goes with its owner", async () => {
    const pc = await machine();
    await pc.keeper.collect();
    expect(pc.me.world.files.has(PATH)).toBe(true);
    clear(pc.me.world);
    expect(pc.me.world.files.size).toBe(0);
    await pc.look();
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "waiting", sequence: null });
  });

  test("AMT's own protection of its flash: refused, said, counted", async () => {
    const pc = await machine();
    pc.me.world.flashWrites = 0;
    expect((await pc.keeper.collect()).kept).toMatchObject({ state: "failing", code: "POSTURE_STORE_REFUSED" });
  });
});

describe("the digest", () => {
  let report: Posture;
  beforeAll(async () => {
    const pc = await postureMachine("acm-15");
    report = { ...(await pc.report()), sequence: 7, previous: null };
    await pc.close();
  });
  const keyOf = (kind: "ed25519" | "P-256"): Signer => {
    const { publicKey, privateKey } =
      kind === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
    return signerWith({ id: thumbprintOf(publicKey), algorithm: algorithmOf(publicKey), publicKey, privateKey });
  };
  const verified = (document: Posture, { id, algorithm, publicKey }: Signer) => ({
    posture: document,
    digest: digestOf(canonical(document as never)),
    signer: id,
    key: { algorithm, publicKey },
    quoted: false,
  });

  test.each(["ed25519", "P-256"] as const)("every changed byte shows (%s)", async (kind) => {
    const signer = keyOf(kind);
    const bytes = await digestFor(verified(report, signer), signer, { signal: never });
    expect(bytes.length).toBeLessThan(MOST_STORED);
    expect(readDigest(bytes).isBy(signer)).toBe(true);
    expect(readDigest(bytes).isBy(keyOf(kind))).toBe(false);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      let passes: boolean;
      try {
        passes = readDigest(changed).isBy(signer);
      } catch (error) {
        expect(error).toMatchObject({ code: "POSTURE_INVALID" });
        passes = false;
      }
      expect([at, passes]).toEqual([at, false]);
    }
  });

  test("of the largest report it is below its limit, and counts what had no room", async () => {
    const signer = keyOf("P-256");
    const [check] = report.checks;
    const [advisory] = report.advisories;
    const large: Posture = {
      ...report,
      checks: Array.from({ length: 300 }, (_, i) => ({ ...check!, id: `org.example.long.name.${i}`, result: "fail" })),
      advisories: Array.from({ length: 90 }, (_, i) => ({ ...advisory!, id: `INTEL-SA-${i}`, verdict: "affected" })),
    };
    const bytes = await digestFor(verified(large, signer), signer, { signal: never });
    expect(bytes.length).toBeLessThanOrEqual(MOST_STORED);
    const { digest } = readDigest(bytes);
    expect(digest.leftOut).toBe(390 - digest.failed.length - digest.affected.length);
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["a page", Buffer.from("<html></html>")],
    ["too much", Buffer.alloc(MOST_STORED + 1)],
    ["a list without end", Buffer.from("9f01", "hex")],
    ["a list of billions", Buffer.from("d29bffffffffffffffff", "hex")],
    ["deep", Buffer.alloc(3_000, 0x81)],
  ])("what AMT has there may be anything: %s", (_name, bytes) => {
    expect(() => readDigest(bytes)).toThrow(expect.objectContaining({ code: "POSTURE_INVALID" }));
  });
});
