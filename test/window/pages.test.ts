import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Standing } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { languageTags } from "../../tray/locales/languages.ts";
import { patience } from "../../tray/window/main.ts";
import { browserPackage, startBrowser, turnTo, type Visit, visit } from "../support/browser.ts";
import { needs } from "../support/needs.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { type OpenWindow, openWindow, pageIds, pagesDirectory } from "../support/window.ts";
import { answerAll, someEvents } from "../support/window-answers.ts";

test.each(languageTags)("all script that is read first, in %s, is at most 150 KB", (tag) => {
  const bytes = (name: string): number => statSync(path.join(pagesDirectory, name)).size;
  expect(bytes("app.js") + (tag === "en" ? 0 : bytes(`words-${tag}.js`))).toBeLessThanOrEqual(150_000);
});

describe.runIf(await needs(browserPackage))("the pages in Chromium", () => {
  let browser: Browser;
  let service: ToldService;
  let window: OpenWindow;
  let here: Visit;
  let page: Page;
  beforeAll(async () => {
    browser = await startBrowser();
    service = await startToldService(snapshotOf("managed"));
    await answerAll(service);
  });
  afterAll(async () => {
    await browser.close();
    await service.remove();
  });
  beforeEach(async () => {
    service.tell(snapshotOf("managed"));
    window = await openWindow(service.socket);
    here = await visit(browser, window);
    page = here.page;
    await verdict("This PC can be managed remotely through Intel AMT; nobody is connected.");
  });
  afterEach(async () => {
    await page.close();
    await window.stop();
  });
  /** Waits until the first page's answer is this. */
  const verdict = (text: string | RegExp): Promise<void> => page.locator("#verdict", { hasText: text }).waitFor();
  const seen = (): Promise<string> => page.locator("body").innerText();

  test("opens by its file, keeps no token, and survives being loaded anew; another tab does not get in", async () => {
    expect(page.url()).toBe(`http://127.0.0.1:${window.port}/`);
    expect(await page.content()).not.toContain("key:");
    await page.reload();
    await verdict(/nobody is connected/);
    expect(await window.said()).toBe("");
    const other = await browser.newPage();
    await other.goto(`http://127.0.0.1:${window.port}/`);
    await other.getByRole("heading", { name: "This is not the way in" }).waitFor();
    await other.close();
  });

  test("asks for nothing from elsewhere, complains of nothing", async () => {
    for (const id of pageIds) await turnTo(page, id);
    const elsewhere = here.requests.filter((url) => !url.startsWith(`http://127.0.0.1:${window.port}/`));
    expect(elsewhere).toEqual([`file://${window.letter}`]);
    expect(here.complaints).toEqual([]);
  });

  test("may not run, fetch or style anything that is not its own", async () => {
    const broken = await page.evaluate(async () => {
      const said: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => said.push(event.effectiveDirective));
      const attempt = async (what: () => unknown): Promise<void> => {
        try {
          await what();
        } catch (error) {
          said.push((error as Error).name);
        }
      };
      await attempt(() => fetch("https://evil.example/"));
      await attempt(() => Object.assign(document.createElement("script"), { textContent: "globalThis.evil = 1" }));
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      document.head.append(style);
      const inline = document.createElement("script");
      inline.append("globalThis.evil = 1");
      await attempt(() => document.head.append(inline));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return { said, evil: "evil" in globalThis, shown: getComputedStyle(document.body).display };
    });
    expect(broken.said).toContain("connect-src");
    expect(broken.said).toContain("style-src-elem");
    expect(broken.said.some((one) => one.startsWith("script-src") || one.startsWith("require-trusted"))).toBe(true);
    expect(broken).toMatchObject({ evil: false, shown: "block" });
  });

  test.each(Standing.options)("answers first, in one sentence, when the standing is %s", async (standing) => {
    const snapshot = snapshotOf(standing);
    service.tell(snapshot);
    await verdict(snapshot.headline.text);
    await page.locator(`.verdict.${standing}`).waitFor();
    expect(await page.title()).toContain(snapshot.headline.text);
    expect(await page.locator("h1").count()).toBe(1);
    const tiles = await page.locator(".tile").count();
    expect(tiles).toBe(["unknown", "managed", "session"].includes(standing) ? 3 : 0);
  });

  test("never draws what is not known like nobody", async () => {
    service.tell(snapshotOf("managed", { sessions: { kvm: null } }));
    await page.locator(".tile.unknown").waitFor();
    const borders = await page
      .locator(".tile")
      .evaluateAll((tiles) => tiles.map((tile) => getComputedStyle(tile).borderTopStyle));
    expect(borders).toEqual(["dashed", "solid", "solid"]);
    expect(await page.locator(".tile.unknown").innerText()).toMatch(/Not known.*not the same as nobody/s);
    service.tell(snapshotOf("unknown"));
    await page.locator(".verdict.unknown").waitFor();
    expect(await page.locator(".tile.unknown").count()).toBe(3);
    expect(await seen()).not.toMatch(/Nobody connected/);
  });

  test("shows a session in the colour kept for it, with a timer that runs, and on every page", async () => {
    const since = new Date(Date.now() - 65_000).toISOString();
    service.tell(snapshotOf("session", { sessionsSince: since }));
    await page.locator(".tile.open").waitFor();
    const orange = "rgb(255, 128, 0)";
    const colourOf = (selector: string): Promise<string> =>
      page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    expect([await colourOf(".verdict"), await colourOf(".tile.open")]).toEqual([orange, orange]);
    const timer = page.locator(".timer");
    const first = await timer.innerText();
    expect(first).toMatch(/^1:[01]\d$/);
    await page.waitForFunction((was) => document.querySelector(".timer")?.textContent !== was, first);
    expect(await page.title()).toMatch(/^\u25cf Somebody can see and control/);
    for (const id of pageIds.slice(1)) {
      await turnTo(page, id);
      expect(await page.locator(".ribbon").innerText()).toMatch(/Somebody can see and control this screen/);
    }
    await page.locator(".ribbon").click();
    service.tell(snapshotOf("managed"));
    await verdict(/nobody is connected/);
    expect(await page.locator(".tile.open, .ribbon").count()).toBe(0);
  });

  test("says what consent means, and has no field to type digits into", async () => {
    service.tell(snapshotOf("session", { sessions: { kvm: false, consentPending: true } }));
    await verdict(/Somebody asks to see and control/);
    expect(await page.locator(".consent").innerText()).toMatch(/six digits.*somebody you called yourself/s);
    expect(await page.locator("input, textarea, form").count()).toBe(0);
  });

  test("marks a virtual machine on every page", async () => {
    service.tell(snapshotOf("absent", { virtual: true }));
    for (const id of pageIds) {
      await turnTo(page, id);
      expect(await page.locator(".virtual").innerText()).toMatch(/^Virtual This is a virtual ME \(dell-15-acm\)/);
    }
    expect(await page.title()).toMatch(/^Virtual: /);
  });

  test("goes to not known when the service goes, shows nothing old, and comes back by itself", async () => {
    service.tell(snapshotOf("session"));
    await page.locator(".tile.open").waitFor();
    await service.close();
    await verdict("The state of remote management is not known: the amt-agent service is not running.");
    expect(await page.locator(".tile, .rows, .ribbon").count()).toBe(0);
    expect(await seen()).toMatch(/may no longer be so and is not shown/);
    await turnTo(page, "history");
    await page.getByRole("heading", { name: "The service cannot be reached" }).waitFor();
    service.tell(snapshotOf("managed"));
    await service.open();
    await page.locator(".event").first().waitFor();
    await turnTo(page, "now");
    await verdict(/nobody is connected/);
  });

  test("says so when its own program has gone, and when somebody else had the file", async () => {
    const second = await openWindow(service.socket);
    const token = second.token();
    const { page: other } = await visit(browser, second);
    await second.enter(token);
    await other.getByRole("heading", { name: "This window was closed for safety" }).waitFor();
    await other.close();
    await second.stop();
    await window.stop();
    await page.getByRole("heading", { name: "This window is closed" }).waitFor();
    expect(await seen()).not.toMatch(/nobody is connected/i);
  });

  test("tells of history: searched, filtered, continued and kept", async () => {
    await turnTo(page, "history");
    const count = (): Promise<number> => page.locator(".event").count();
    expect(await count()).toBe(someEvents.length);
    expect(await page.locator(".event").first().innerText()).toMatch(/Error: An update of the ME's firmware failed/);
    const next = { ...someEvents[3]!, id: 8, at: new Date().toISOString() };
    service.happen(next);
    await page.locator(".event").nth(someEvents.length).waitFor();
    expect(await page.locator(".day").first().innerText()).toBe("Today");
    await page.getByLabel("Search").fill("SESSION kvm");
    expect(await count()).toBe(3);
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export as CSV" }).click();
    const kept = readFileSync(await (await started).path(), "utf8")
      .trimEnd()
      .split("\r\n");
    expect(kept[0]).toBe("id,at,kind,severity,origin,found_later,code,text");
    expect(kept.slice(1).map((line) => line.split(",")[0])).toEqual(["8", "5", "4"]);
    await page.getByLabel("Search").fill("");
    await page.getByLabel("Kind").selectOption("power");
    expect(await count()).toBe(1);
    await page.getByLabel("Severity").selectOption("error");
    await page.getByRole("heading", { name: "Nothing matches." }).waitFor();
    await page.getByRole("button", { name: "Show everything" }).click();
    expect(await count()).toBe(someEvents.length + 1);
  });

  test("reads older history a page at a time, as far as there is any", async () => {
    const recent = someEvents.slice(-2);
    const newest = "/v1/events?limit=500";
    service.answers.set(newest, { body: { events: recent, last: 7, more: true } });
    try {
      await turnTo(page, "history");
      expect(await page.locator(".event").count()).toBe(2);
      await page.getByRole("button", { name: "Show older" }).click();
      await page
        .locator(".event")
        .nth(someEvents.length - 1)
        .waitFor();
      expect(await page.locator(".event").count()).toBe(someEvents.length);
      expect(await page.getByRole("button", { name: "Show older" }).count()).toBe(0);
    } finally {
      service.answers.delete(newest);
    }
  });

  test("says who can reach the computer, and never takes what could not be read for closed", async () => {
    await turnTo(page, "reach");
    expect(await page.locator(".answer").innerText()).toMatch(
      /^Whoever has a login to its Intel AMT can reach this PC/,
    );
    const states = await page
      .locator(".finding")
      .evaluateAll((rows) =>
        rows.map((row) => [row.className.split(" ")[1], row.querySelector(".state")?.textContent ?? ""]),
      );
    const words: Readonly<Record<string, string>> = { open: "Open", closed: "Closed", unknown: "Not known", fact: "" };
    expect(states.filter(([state, word]) => words[state ?? ""] !== word)).toEqual([]);
    for (const state of ["open", "closed", "unknown"]) expect(states.map(([one]) => one)).toContain(state);
    expect(await page.locator(".finding.unknown:not(:has(.why))").count()).toBe(0);
    await page.getByText("How to change it").first().click();
    expect(await page.locator("details[open] p").innerText()).not.toBe("");
  });

  test("gives a reason for every value it does not know", async () => {
    await turnTo(page, "details");
    const unknown = await page.locator("dd.unknown").allInnerTexts();
    expect(unknown.length).toBeGreaterThan(2);
    expect(unknown).toContain("Not known\nfirmware before 16.1 does not say");
    expect(unknown.filter((text) => !/^Not known\n\S/.test(text))).toEqual([]);
    expect(await seen()).toMatch(/02:21:0b:50:d8:c9/);
  });

  test("shows who is guarded and when they last gave a sign of life", async () => {
    await turnTo(page, "presence");
    expect(await page.locator(".agent h2").allInnerTexts()).toContain("backup.service");
    expect(await page.locator(".agent.failing").innerText()).toMatch(/AMT cannot be told \(LOGIN_REFUSED\).*ago/s);
  });

  test("gives support what it needs, and nothing by which the computer could be known", async () => {
    await turnTo(page, "about");
    const text = await page.locator("textarea").inputValue();
    expect(JSON.parse(text)).toMatchObject({ service: { version: "0.0.0-test" }, state: { standing: "managed" } });
    expect(text).not.toMatch(/\/dev\/|02:21|agent\.sock|192\.0|example\.com|8a7d0000/);
  });

  test("says what a user may not see, and tries again when asked", async () => {
    const known = service.answers.get("/v1/presence")!;
    service.answers.set("/v1/presence", { status: 403, body: { error: { code: "DENIED", message: "No." } } });
    await turnTo(page, "presence");
    await page.getByRole("heading", { name: "You may not see this" }).waitFor();
    service.answers.set("/v1/presence", known);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".agent").first().waitFor();
  });

  test("shows words from outside as words, whatever they hold", async () => {
    const holder = '<img src=x onerror="globalThis.evil=1">\u202egnp.exe\u0000';
    const condition = {
      code: "me-busy",
      severity: "error",
      since: "2026-11-21T14:05:00Z",
      message: message("condition.me-busy", { holder }),
      remedy: message("condition.me-busy.remedy", {}),
    } as const;
    service.tell(snapshotOf("unknown", { conditions: [condition] }));
    const card = page.locator(".condition");
    await card.waitFor();
    expect(await card.innerText()).toContain("<img src=x onerror");
    expect(await card.innerText()).not.toMatch(/\p{Bidi_Control}/u);
    expect(await page.evaluate(() => [document.images.length, "evil" in globalThis])).toEqual([0, false]);
  });

  test("works by keyboard alone: to the content, to the pages, back", async () => {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.keyboard.press("Shift+Tab");
    await page.locator('nav a[href="#/history"]').focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.textContent === "History");
    await page.goBack();
    await page.locator('nav a[href="#/now"][aria-current="page"]').waitFor();
  });

  test("speaks another language at once, and still does after being loaded anew; nobody reads one he does not speak", async () => {
    const words = (): string[] =>
      here.requests.filter((url) => url.includes("/words-")).map((url) => url.split("/").at(-1) ?? "");
    expect(words()).toEqual([]);
    await page.getByLabel("Language").selectOption("de");
    await verdict("Dieser PC kann über Intel AMT aus der Ferne verwaltet werden; niemand ist verbunden.");
    expect(words()).toEqual(["words-de.js"]);
    await page.reload();
    await verdict(/niemand ist verbunden/);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
  });

  test("fits a narrow window without scrolling sideways", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const id of pageIds) {
      await turnTo(page, id);
      const { over } = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      }));
      expect([id, over]).toEqual([id, 0]);
    }
  });

  test("turns round for a language that is read from the right; commands and addresses do not", async () => {
    const left = (selector: string): Promise<number> =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().left);
    expect(await left("header")).toBeLessThan(await left("main"));
    const face = (await left(".face")) - (await left("#verdict"));
    await page.getByLabel("Language").selectOption("he");
    await page.locator('html[dir="rtl"][lang="he"]').waitFor({ state: "attached" });
    expect(await left("header")).toBeGreaterThan(await left("main"));
    expect(Math.sign((await left(".face")) - (await left("#verdict")))).toBe(-Math.sign(face));
    for (const id of pageIds) {
      await turnTo(page, id);
      expect(await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
      const turned = await page
        .locator("main code, main .hash, main textarea")
        .evaluateAll((all) => all.filter((one) => getComputedStyle(one).direction !== "ltr").length);
      expect([id, turned]).toEqual([id, 0]);
    }
  });

  test("ends a while after its last page was closed, not while one is open", async () => {
    const clock = steppedClock();
    const left = await openWindow(service.socket, { clock });
    const { page: last } = await visit(browser, left);
    await last.locator("#verdict", { hasText: /nobody is connected/ }).waitFor();
    clock.advance(patience.empty * 3);
    expect(await left.ask("/").then(({ status }) => status)).toBe(200);
    await last.close();
    // The server notices the end of the connection; until then no time counts
    for (let ended = false; !ended; ) {
      clock.advance(patience.empty);
      ended = await Promise.race([
        left.ended.then(() => true),
        left.ask("/").then(
          () => false,
          () => false,
        ),
      ]);
    }
    expect(await left.ended).toBeUndefined();
    await left.stop();
  });
});
