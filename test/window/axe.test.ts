import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Standing } from "../../agent/api/snapshot.ts";
import type { LanguageTag } from "../../tray/locales/languages.ts";
import { bringAxe, violations } from "../support/axe.ts";
import { browserPackage, startBrowser, turnTo, visit } from "../support/browser.ts";
import { needs } from "../support/needs.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { type OpenWindow, openWindow, pageIds } from "../support/window.ts";
import { answerAll } from "../support/window-answers.ts";

/** ms. Seconds on a machine that has nothing else to do. */
const patience = 240_000;

/** In the light by every rule; in the dark, colours are what differs. */
async function violationsIn(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  return violations(page, colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {});
}

describe.runIf(await needs(browserPackage))("axe finds nothing", () => {
  let browser: Browser;
  let service: ToldService;
  beforeAll(async () => {
    browser = await startBrowser();
    service = await startToldService(snapshotOf("managed"));
    await answerAll(service);
  });
  afterAll(async () => {
    await browser.close();
    await service.remove();
  });
  /** Closed with the test. */
  async function open(language: LanguageTag): Promise<{ page: Page; window: OpenWindow }> {
    const window = await openWindow(service.socket, { language });
    const { page } = await visit(browser, window);
    await bringAxe(page);
    onTestFinished(async () => {
      await page.close();
      await window.stop();
    });
    return { page, window };
  }

  test.each(["en", "ar"] as const)(
    "on every page in %s, light and dark, narrow and wide, during a session",
    async (language) => {
      service.tell(snapshotOf("session", { virtual: true, sessions: { sol: null } }));
      const { page } = await open(language);
      await page.locator(".tile.open").waitFor();
      const found: string[] = [];
      for (const width of [390, 1_200])
        for (const id of pageIds) {
          await page.setViewportSize({ width, height: 800 });
          await turnTo(page, id);
          for (const colorScheme of ["light", "dark"] as const) {
            for (const one of await violationsIn(page, colorScheme)) found.push(`${id} ${width} ${colorScheme} ${one}`);
          }
        }
      expect(found).toEqual([]);
    },
    patience,
  );

  test(
    "in every state: each standing, consent, conditions, nothing to show, no permission, no service, no way in",
    async () => {
      service.tell(snapshotOf("managed"));
      const { page, window } = await open("en");
      const found: string[] = [];
      const look = async (what: string): Promise<void> => {
        for (const colorScheme of ["light", "dark"] as const) {
          for (const one of await violationsIn(page, colorScheme)) found.push(`${what} ${colorScheme} ${one}`);
        }
      };
      for (const standing of Standing.options) {
        service.tell(snapshotOf(standing));
        await page.locator(`.verdict.${standing}`).waitFor();
        await look(standing);
      }
      service.tell(snapshotOf("session", { sessions: { kvm: false, consentPending: true } }));
      await page.locator(".consent").waitFor();
      await look("consent");
      service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
      await turnTo(page, "history");
      await look("empty");
      service.answers.set("/v1/presence", { status: 403, body: { error: { code: "DENIED", message: "No." } } });
      await turnTo(page, "presence");
      await look("denied");
      await service.close();
      await turnTo(page, "now");
      await page.locator(".verdict.unknown").waitFor();
      await look("no service");
      await service.open();
      await window.stop();
      await page.locator(".gate").waitFor();
      await look("gate");
      expect(found).toEqual([]);
    },
    patience,
  );

  test("and would find something: a picture without words", async () => {
    const { page } = await open("en");
    await page.evaluate(() => document.querySelector("main")?.append(new Image(10, 10)));
    expect(await violationsIn(page, "light")).toEqual([expect.stringMatching(/^image-alt/)]);
  });
});
