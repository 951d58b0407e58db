import { type Browser, chromium, type Page } from "playwright-core";
import type { OpenWindow } from "./window.ts";

/** Debian's Chromium without the browser around it: the same engine opens a page for a fifth of the processor time. */
export const browserPackage = "chromium-headless-shell";
const program = `/usr/bin/${browserPackage}`;

/** Root has no sandbox in Chromium; the pages are our own. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    args: [...(process.geteuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", "--disable-dev-shm-usage"],
  });

export interface Visit {
  readonly page: Page;
  /** Addresses of everything it asked for. */
  readonly requests: readonly string[];
  /** What it wrote to the console, and errors nobody caught. */
  readonly complaints: readonly string[];
}

/** Opens the window as its user does: by its file. */
export async function visit(
  browser: Browser,
  window: Pick<OpenWindow, "letter">,
  { width = 1_100, height = 800 } = {},
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width, height }, locale: "en-GB", timezoneId: "UTC" });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.setDefaultTimeout(15_000);
  await page.goto(`file://${window.letter}`);
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\//);
  await page.locator("h1").waitFor();
  return { page, requests, complaints };
}

/** Goes to a page by its navigation and waits until it shows what it read. */
export async function turnTo(page: Page, id: string): Promise<void> {
  await page.locator(`nav a[href="#/${id}"]`).click();
  await page.locator(`nav a[href="#/${id}"][aria-current="page"]`).waitFor();
  await page.waitForFunction(() => !document.querySelector(".reading"));
}
