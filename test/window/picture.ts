import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import type { LanguageTag } from "../../tray/locales/languages.ts";
import { startBrowser, turnTo, visit } from "../support/browser.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";
import { openWindow } from "../support/window.ts";
import { answerAll } from "../support/window-answers.ts";

/** Makes the pictures of the status window in docs/images: the built pages in Chromium, and a service that is told what to say. */
const images = join(import.meta.dirname, "../../docs/images");

interface Picture {
  readonly name: string;
  readonly snapshot: Snapshot | "gone";
  readonly page?: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: true;
  readonly language?: LanguageTag;
}

/** When the pictures are begun; each is taken within a minute of it. */
const now = new Date();
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1_000).toISOString();
const fresh = { at: ago(2), confirmedAt: ago(2) };
const busy = {
  code: "lms-held",
  severity: "warning",
  since: ago(3_600),
  message: message("condition.lms-held", { holder: "lms (pid 731)" }),
  remedy: message("condition.lms-held.remedy", { holder: "lms" }),
} as const;

const pictures: readonly Picture[] = [
  { name: "now", snapshot: snapshotOf("managed", fresh), height: 760 },
  { name: "session", snapshot: snapshotOf("session", { ...fresh, sessionsSince: ago(754), sessions: { sol: null } }) },
  {
    name: "consent",
    snapshot: snapshotOf("session", {
      ...fresh,
      sessionsSince: ago(20),
      sessions: { kvm: false, consentPending: true },
    }),
    width: 420,
    height: 960,
    dark: true,
    language: "de",
  },
  { name: "unknown", snapshot: "gone", height: 420 },
  { name: "history", snapshot: snapshotOf("managed", { ...fresh, conditions: [busy] }), page: "history", dark: true },
  { name: "details", snapshot: snapshotOf("managed", { ...fresh, virtual: true }), page: "details", height: 820 },
  { name: "reach", snapshot: snapshotOf("managed", fresh), page: "reach", height: 820 },
  { name: "posture", snapshot: snapshotOf("managed", fresh), page: "posture", height: 900 },
  {
    name: "arabic",
    snapshot: snapshotOf("session", { ...fresh, sessionsSince: ago(754), conditions: [busy], sessions: { sol: null } }),
    height: 900,
    language: "ar",
  },
  { name: "hebrew", snapshot: snapshotOf("managed", fresh), page: "history", height: 760, language: "he" },
  {
    name: "japanese",
    snapshot: snapshotOf("managed", fresh),
    page: "details",
    height: 820,
    language: "ja",
    dark: true,
  },
  { name: "presence", snapshot: snapshotOf("managed", fresh), page: "presence", height: 640 },
];

/** Bytes. An empty page of this size is a tenth of it. */
const smallest = 9_000;

/** Fails where this machine has no font for what the page says: a row of boxes is no picture either. */
async function assertGlyphs(page: Page): Promise<void> {
  const missing = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen) throw new Error("no canvas");
    const drawn = (sign: string): string => {
      pen.clearRect(0, 0, 40, 40);
      pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
      pen.fillText(sign, 4, 30);
      return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const none = drawn("\u{10fffe}");
    const blank = drawn(" ");
    return [...new Set(document.body.innerText)].filter(
      (sign) => /\p{L}/u.test(sign) && [none, blank].includes(drawn(sign)),
    );
  });
  if (missing.length > 0) throw new Error(`there is no font here for: ${missing.join(" ")}`);
}

async function make({ name, snapshot, page: id = "now", width = 1_080, height = 720, dark, language }: Picture) {
  const service = await startToldService(snapshot === "gone" ? snapshotOf("managed") : snapshot);
  const browser = await startBrowser();
  const to = join(images, `window-${name}.png`);
  try {
    await answerAll(service, new Date());
    const window = await openWindow(service.socket, language === undefined ? {} : { language });
    const { page } = await visit(browser, window, { width, height });
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    if (snapshot === "gone") {
      await service.close();
      await page.locator(".verdict.unknown p").nth(2).waitFor();
    }
    await turnTo(page, id);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.mouse.move(0, 0);
    await assertGlyphs(page);
    await page.screenshot({ path: to });
    await window.stop();
  } finally {
    await browser.close();
    await service.remove();
  }
  execFileSync("convert", [
    to,
    "-strip",
    "+dither",
    "-colors",
    "128",
    "-define",
    "png:compression-level=9",
    `PNG8:${to}`,
  ]);
  const { size } = statSync(to);
  if (size < smallest) throw new Error(`${to} has ${size} bytes: it must be empty`);
  process.stdout.write(`docs/images/window-${name}.png ${Math.ceil(size / 1_024)} KiB\n`);
}

for (const picture of pictures) await make(picture);
