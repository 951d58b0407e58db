import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { iconOf } from "../../tray/icon.ts";
import { type Sign, signs } from "../../tray/sign.ts";
import { startBrowser, visit } from "../support/browser.ts";
import { needs } from "../support/needs.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { type OpenWindow, openWindow } from "../support/window.ts";
import { answerAll } from "../support/window-answers.ts";

const edge = 64;
const trouble: Snapshot["conditions"][number] = {
  code: "me-busy",
  severity: "error",
  since: "2026-11-21T14:05:00Z",
  message: message("condition.me-busy", { holder: "fwupd" }),
  remedy: message("condition.me-busy.remedy", {}),
};
const configuring = snapshotOf("unconfigured");
const views: Readonly<Record<Exclude<Sign, "silent">, Snapshot>> = {
  unknown: snapshotOf("unknown"),
  absent: snapshotOf("absent"),
  off: snapshotOf("off"),
  unconfigured: snapshotOf("unconfigured"),
  configuring: { ...configuring, amt: { ...configuring.amt, provisioningState: "in" } },
  managed: snapshotOf("managed"),
  consent: snapshotOf("session", { sessions: { kvm: false, consentPending: true } }),
  session: snapshotOf("session"),
};

/** Light on the glass of the screen, and dark off it: the sign, whatever the colours. Only what is inside the frame. */
function signIn(pixel: (at: number) => readonly number[]): readonly boolean[] {
  const unit = edge / 22;
  const inside = (at: number): boolean => {
    const [x, y] = [at % edge, Math.floor(at / edge)];
    return x > 3.4 * unit && x < 18.6 * unit && y > 4.4 * unit && y < 14.2 * unit;
  };
  return Array.from({ length: edge ** 2 }, (_, at) => inside(at) && Math.min(...pixel(at)) > 150);
}
const drawnByTray = (sign: Sign): readonly boolean[] => {
  const pixels = iconOf(sign, { virtual: false }).find(({ size }) => size === edge)?.pixels ?? Buffer.alloc(0);
  return signIn((at) => [...pixels.subarray(at * 4 + 1, at * 4 + 4)]);
};
/** The page's drawing with the widths its style gives it, white on black. */
async function drawnByPage(page: Page, blank: Page): Promise<readonly boolean[]> {
  const drawing = await page.locator(".verdict .face").evaluate((face, size) => {
    const copy = face.cloneNode(true) as SVGElement;
    const real = face.querySelectorAll("*");
    for (const [index, one] of [...copy.querySelectorAll<SVGElement>("*")].entries()) {
      const { strokeWidth, stroke, fill } = getComputedStyle(real[index] as Element);
      const isDark = one.matches(".screen, .pupil");
      const colour = (is: string): string => (is === "none" ? "none" : isDark ? "#000" : "#fff");
      for (const [name, value] of Object.entries({ "stroke-width": strokeWidth, stroke: colour(stroke) }))
        one.setAttribute(name, value);
      one.setAttribute("fill", one.tagName === "g" ? "none" : colour(fill));
      one.setAttribute("stroke-linecap", "round");
    }
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", String(size));
    copy.setAttribute("height", String(size));
    return new XMLSerializer().serializeToString(copy);
  }, edge);
  const data = await blank.evaluate(
    async ({ svg, size }) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0, size, size);
      return [...(context?.getImageData(0, 0, size, size).data ?? [])];
    },
    { svg: drawing, size: edge },
  );
  return signIn((at) => data.slice(at * 4, at * 4 + 3));
}
/** How much of what either shows both show. */
function likeness(a: readonly boolean[], b: readonly boolean[]): number {
  const either = a.filter((is, at) => is || b[at]).length;
  return either === 0 ? 0 : a.filter((is, at) => is && b[at]).length / either;
}

describe.runIf(await needs("chromium"))("the window's picture", () => {
  let browser: Browser;
  let service: ToldService;
  let window: OpenWindow;
  let page: Page;
  let blank: Page;
  beforeAll(async () => {
    browser = await startBrowser();
    service = await startToldService(snapshotOf("managed"));
    await answerAll(service);
    window = await openWindow(service.socket);
    ({ page } = await visit(browser, window));
    blank = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await window.stop();
    await service.remove();
  });

  test("is the tray's icon, sign by sign", async () => {
    const alike: Partial<Record<Sign, Partial<Record<Sign, number>>>> = {};
    for (const sign of signs) {
      if (sign === "silent") await service.close();
      else service.tell(views[sign]);
      await page.locator(`.verdict .face.is-${sign}`).waitFor();
      const drawn = await drawnByPage(page, blank);
      alike[sign] = Object.fromEntries(signs.map((other) => [other, likeness(drawn, drawnByTray(other))]));
      if (sign === "silent") await service.open();
    }
    for (const sign of signs) {
      const { [sign]: own = 0, ...others } = alike[sign] ?? {};
      expect([sign, own > 0.75, Object.values<number>(others).every((other) => other < 0.6)]).toEqual([
        sign,
        true,
        true,
      ]);
    }
  });

  test("marks what wants to be looked at, and a virtual machine, as the icon does", async () => {
    const marks = (): Promise<number[]> =>
      Promise.all([".warning", ".virtually"].map((mark) => page.locator(`.verdict .face ${mark}`).count()));
    service.tell(snapshotOf("managed", { conditions: [trouble], virtual: true }));
    await page.locator(".verdict .face .virtually").waitFor();
    expect(await marks()).toEqual([1, 1]);
    service.tell(snapshotOf("managed"));
    await page.locator(".verdict .face .virtually").waitFor({ state: "detached" });
    expect(await marks()).toEqual([0, 0]);
  });
});
