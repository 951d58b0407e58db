import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { LanguageTag } from "../../tray/locales/languages.ts";
import { wordsIn } from "../../tray/locales/words.ts";
import { bringAxe, violations } from "../support/axe.ts";
import { browserPackage, startBrowser, turnTo, visit } from "../support/browser.ts";
import { needs } from "../support/needs.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { openWindow, pageIds } from "../support/window.ts";
import { answerAll } from "../support/window-answers.ts";

/** ms. Seconds on a machine that has nothing else to do. */
const patience = 240_000;

/** What a reader would stumble over on the page as it is: sideways scrolling, text cut off, a code where words should be. */
const flaws = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    const { clientWidth } = document.documentElement;
    for (const part of document.querySelectorAll("html, main, header"))
      if (part.scrollWidth > part.clientWidth)
        found.push(`scrolls sideways: ${part.localName} ${part.scrollWidth} in ${part.clientWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const { overflowX, overflowY, display } = getComputedStyle(element);
      // The list of pages scrolls where it is narrow
      const own = [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
      const { width, left, right } = element.getBoundingClientRect();
      if (
        !own ||
        display === "none" ||
        width <= 1 ||
        element.closest("textarea, select, .skip, svg, nav, .language span")
      )
        continue;
      const hides = [overflowX, overflowY].some((how) => how === "hidden" || how === "clip");
      const isCut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      const what = `${element.className || element.localName}: ${element.textContent?.slice(0, 60)}`;
      if (hides && isCut) found.push(`cut off: ${what}`);
      if (left < -1 || right > clientWidth + 1) found.push(`outside the page: ${what}`);
    }
    const code =
      /\b(?:undefined|NaN|\[object \w+\]|(?:condition|headline|event|notice|posture|privacy)\.(?!md\b)[a-z][\w.-]+)/;
    const match = code.exec(document.body.innerText);
    if (match) found.push(`no word for: ${match[0]}`);
    if (document.querySelectorAll("h1").length !== 1) found.push("has not one heading");
    return found;
  });

describe.runIf(await needs(browserPackage))("every page, whatever the state", () => {
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

  const states = {
    idle: { mark: ".verdict.managed", enter: async () => service.tell(snapshotOf("managed")) },
    session: { mark: ".verdict.session", enter: async () => service.tell(snapshotOf("session")) },
    "no service": { mark: ".verdict.unknown", enter: () => service.close() },
  } as const;

  test.each(["en", "de", "ar"] as const)(
    "is whole in %s: idle, during a session and without a service, light and dark, narrow and wide",
    async (language: LanguageTag) => {
      service.tell(snapshotOf("managed"));
      const window = await openWindow(service.socket, { language });
      const { page } = await visit(browser, window);
      onTestFinished(async () => {
        await page.close();
        await window.stop();
        await service.open();
      });
      await bringAxe(page);
      const words = await wordsIn(language);
      const found: string[] = [];
      const headlines: string[] = [];
      let looked = 0;
      for (const [state, { mark, enter }] of Object.entries(states)) {
        await turnTo(page, "now");
        await enter();
        await page.locator(mark).waitFor();
        headlines.push(await page.locator("#verdict").innerText());
        for (const id of pageIds) {
          await turnTo(page, id);
          expect(await page.locator(".ribbon").count(), `${state} ${id}`).toBe(
            state === "session" && id !== "now" ? 1 : 0,
          );
          for (const width of [390, 1_200]) {
            await page.setViewportSize({ width, height: 800 });
            for (const colorScheme of ["light", "dark"] as const) {
              await page.emulateMedia({ colorScheme });
              const where = `${state} ${id} ${width} ${colorScheme}`;
              found.push(...(await flaws(page)).map((one) => `${where} ${one}`));
              // axe.test.ts has it in all pairs during a session
              if (width === 390 && colorScheme === "dark")
                found.push(...(await violations(page)).map((one) => `${where} ${one}`));
              looked += 1;
            }
          }
        }
      }
      expect(found).toEqual([]);
      expect(looked).toBe(3 * pageIds.length * 4);
      expect(new Set(headlines).size).toBe(3);
      expect(headlines[0]).toBe(words.messages["headline.managed"]?.({}) ?? snapshotOf("managed").headline.text);
    },
    patience,
  );

  test("and would find something: text that is cut off, a wide box, a code", async () => {
    const window = await openWindow(service.socket);
    const { page } = await visit(browser, window);
    onTestFinished(async () => {
      await page.close();
      await window.stop();
    });
    const spoil = (text: string, style: Partial<Record<"overflow" | "width" | "height", string>>): Promise<void> =>
      page.evaluate(
        ([words, how]) => {
          const box = document.createElement("p");
          box.className = "spoilt";
          box.textContent = words;
          Object.assign(box.style, how);
          document.querySelector("main")?.append(box);
        },
        [text, style] as const,
      );
    await spoil("cut off as it is too long for its place", { overflow: "hidden", width: "40px", height: "10px" });
    await spoil("wide", { width: "3000px" });
    await spoil("condition.me-busy", {});
    const found = await flaws(page);
    for (const part of [
      /^scrolls sideways/,
      /^cut off: spoilt/,
      /^outside the page: spoilt/,
      /^no word for: condition\.me-busy/,
    ])
      expect(found).toContainEqual(expect.stringMatching(part));
  });
});
