import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { PostureAnswer } from "../../agent/api/posture.ts";
import { browserPackage, startBrowser, turnTo, visit } from "../support/browser.ts";
import { needs } from "../support/needs.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { type OpenWindow, openWindow } from "../support/window.ts";
import { answerAll } from "../support/window-answers.ts";

type Document = PostureAnswer["report"]["document"];
type Check = Document["checks"][number];

describe.runIf(await needs(browserPackage))("posture and help in Chromium", () => {
  let browser: Browser;
  let service: ToldService;
  let window: OpenWindow;
  let page: Page;
  let report: Document;
  beforeAll(async () => {
    browser = await startBrowser();
    service = await startToldService(snapshotOf("managed"));
    await answerAll(service);
    report = (service.answers.get("/v1/posture") as { body: PostureAnswer }).body.report.document;
  });
  afterAll(async () => {
    await browser.close();
    await service.remove();
  });
  beforeEach(async () => {
    window = await openWindow(service.socket, { language: "en" });
    page = (await visit(browser, window)).page;
  });
  afterEach(async () => {
    await page.close();
    await window.stop();
  });
  /** Until the test is over, and the page reads it anew. */
  async function answering(path: string, answer: { status?: number; body: unknown }): Promise<void> {
    const known = service.answers.get(path);
    service.answers.set(path, answer);
    onTestFinished(() => void (known ? service.answers.set(path, known) : service.answers.delete(path)));
  }
  const withReport = (change: Partial<Document>): Promise<void> =>
    answering("/v1/posture", { body: { report: { document: { ...report, ...change } } } });
  const only = (...checks: readonly Partial<Check>[]): Partial<Document> => ({
    advisories: [],
    checks: checks.map((one) => ({ ...(report.checks[0] as Check), ...one })),
  });
  const results = (): Promise<string[]> =>
    page
      .locator("main .finding[class*=finding]")
      .evaluateAll((rows) => rows.map((row) => row.className.split(" ")[1] ?? ""));

  test("says first, in plain words, how much is unsafe; then what, why and what to do", async () => {
    await turnTo(page, "posture");
    const { fail, unknown, pass, advisories } = report.summary;
    expect(fail).toBeGreaterThan(1);
    expect(await page.locator(".outcome .answer").allInnerTexts()).toEqual([
      `${fail} things here are not set up safely.`,
      `${advisories.affected} known weaknesses of the firmware concern this computer.`,
    ]);
    expect(await page.locator(".outcome").innerText()).toContain(`${fail} unsafe, ${unknown} not known, ${pass} safe`);
    const rows = page.locator("section[aria-labelledby^=part-] .finding");
    expect(await rows.count()).toBe(fail + unknown);
    expect(await page.locator(".finding.fail:not(:has(.remedy)):not(:has(a))").count()).toBe(0);
    expect(await page.locator("section[aria-labelledby^=part-] .finding.unknown:not(:has(.why))").count()).toBe(0);
    const tls = page.locator(".finding", { hasText: "TLS between AMT and the network" });
    expect(await tls.innerText()).toMatch(/^Unsafe\n.*Should be: .*What to do: amt-agent configure tls --mode server/s);
    await tls.getByText("What was seen").click();
    expect(await tls.locator("details[open]").innerText()).toMatch(/AMT_TLSSettingData.*amt\.tls\.remote/s);
  });

  test("shows what is asked for, what fails first, the gravest at the top", async () => {
    await turnTo(page, "posture");
    const all = page.getByLabel("Show");
    await all.selectOption("all");
    const part = page.locator("section[aria-labelledby=part-amt] .finding");
    const order = await part.evaluateAll((rows) => rows.map((row) => row.className.split(" ")[1]));
    const rank = ["fail", "unknown", "pass", "not-applicable"];
    expect(order).toEqual([...order].sort((a, b) => rank.indexOf(a ?? "") - rank.indexOf(b ?? "")));
    expect(await page.locator("[role=status]", { hasText: `${report.checks.length} checks` }).count()).toBe(1);
    await all.selectOption("pass");
    const shown = await page
      .locator("section[aria-labelledby^=part-] .finding")
      .evaluateAll((rows) => rows.map((row) => row.className));
    expect(new Set(shown)).toEqual(new Set(["finding pass"]));
  });

  test.each([
    [{ result: "pass" }, "Nothing unsafe was found.", "pass"],
    [
      { result: "unknown", reason: { code: "eperm", text: "no permission (x)" } },
      "Nothing unsafe was found; 1 thing could not be looked at.",
      "unknown",
    ],
    [{ result: "fail" }, "1 thing here is not set up safely.", "fail"],
  ] as const)("a report with one check, %j", async (check, answer, outcome) => {
    await withReport(only(check));
    await turnTo(page, "posture");
    expect(await page.locator(".outcome .answer").allInnerTexts()).toEqual([answer]);
    expect(await page.locator(".outcome").getAttribute("class")).toContain(outcome);
  });

  test("speaks the reader's language, the reason's own words included; what has none there is marked as English", async () => {
    const reason = { code: "eperm", text: "no permission (/dev/mei0 is not for this user)" };
    const later = { code: "later", text: "a reason of tomorrow" };
    await withReport(
      only(
        { result: "unknown", reason },
        { id: "host.later", title: "A check of tomorrow", result: "unknown", reason: later, remediation: null },
      ),
    );
    await page.getByLabel("Language").selectOption("de");
    await turnTo(page, "posture");
    const [known, foreign] = [page.locator(".finding").nth(0), page.locator(".finding").nth(1)];
    expect(await known.innerText()).toContain("keine Berechtigung (/dev/mei0 is not for this user)");
    expect(await known.locator("[lang=en]").count()).toBe(0);
    expect(await foreign.locator("[lang=en]").allInnerTexts()).toEqual(["A check of tomorrow", "a reason of tomorrow"]);
    expect(await page.locator(".outcome").innerText()).toContain("nur auf Englisch");
  });

  test("draws words from outside as words, and follows no address that is not https", async () => {
    const evil = '<img src=x onerror="globalThis.evil=1">\u202e';
    await withReport({
      ...only({ result: "fail", value: evil, expected: evil, evidence: [{ source: evil, raw: evil }] }),
      advisories: [{ ...report.advisories[0]!, verdict: "affected", title: evil, url: "javascript:globalThis.evil=1" }],
    });
    await turnTo(page, "posture");
    expect(await page.locator("main").innerText()).toContain("<img src=x onerror");
    expect(await page.locator("main").innerText()).not.toMatch(/\p{Bidi_Control}/u);
    expect(await page.locator("main a").count()).toBe(0);
    expect(await page.evaluate(() => [globalThis.document.images.length, "evil" in globalThis])).toEqual([0, false]);
    expect(await results()).toContain("fail");
  });

  test("asks for help, waits until AMT is connected, and hangs up", async () => {
    const help = service.answers.get("/v1/help-desk")?.body as object;
    const section = page.locator("section[aria-labelledby=help]");
    await section.getByText("Not connected").first().waitFor(); // the page asks for it when it is turned to
    expect(await section.innerText()).toMatch(/Not connected.*Server: mps\.example\.com.*Ask for help/s);
    await answering("/v1/help-desk/connect", { body: { ...help, connection: "connecting" } });
    await answering("/v1/help-desk", { body: { ...help, connection: "connecting" } });
    await section.getByRole("button", { name: "Ask for help" }).click();
    await section.getByText("AMT is connecting").waitFor();
    service.answers.set("/v1/help-desk", { body: { ...help, connection: "connected" } });
    await section.getByText("Connected: this computer can be managed through it now").waitFor();
    expect(await section.innerText()).toContain("Asked for at this computer");
    await answering("/v1/help-desk/disconnect", { body: help });
    service.answers.set("/v1/help-desk", { body: help });
    await section.getByRole("button", { name: "Hang up" }).click();
    await section.getByText("Not connected").waitFor();
  });

  test.each([
    ["HELP_NO_SERVER", 409, /AMT has no server to call/],
    ["API_DENIED", 403, /Only the user at this computer's own screen/],
    ["ME_TIMEOUT", 502, /^The ME did not answer\.$/],
  ])("says why help was not asked for: %s", async (code, status, why) => {
    await answering("/v1/help-desk/connect", { status, body: { error: { code, message: "The ME did not answer." } } });
    await page.getByRole("button", { name: "Ask for help" }).click();
    expect(await page.locator("section[aria-labelledby=help] [role=alert]").innerText()).toMatch(why);
  });

  test("offers no help where AMT lets nobody ask, nor an end to what others opened", async () => {
    const help = service.answers.get("/v1/help-desk")?.body as object;
    const section = page.locator("section[aria-labelledby=help]");
    await answering("/v1/help-desk", { body: { ...help, allowed: false } });
    await page.reload();
    await section.getByText("does not let programs of this computer ask for help").waitFor();
    expect(await section.getByRole("button").count()).toBe(0);
    service.answers.set("/v1/help-desk", { body: { ...help, connection: "connected", trigger: "periodic" } });
    await page.reload();
    await section.getByText("Called by AMT itself, by the clock").waitFor();
    expect(await section.getByRole("button").count()).toBe(0);
    service.answers.set("/v1/help-desk", { status: 502, body: { error: { code: "ME_BUSY", message: "" } } });
    await page.reload();
    await section.getByText("Whether help can be asked for is not known (ME_BUSY).").waitFor();
  });

  test("says whether this computer's user is asked before somebody sees the screen", async () => {
    await page.getByText("before the screen is seen: six digits appear on it").waitFor();
    await answering("/v1/consent", { status: 502, body: { error: { code: "ME_BUSY", message: "" } } });
    await page.reload();
    await page.locator(".rows > div", { hasText: "Asks you first" }).getByText("Not known").waitFor();
  });
});
