/**
 * Runs under Wine, as `node.exe icon-probe.cjs MODE FILE`; results go to a file as with probe.ts. `icons` and `exit` have an icon of
 * their own; the others are what Windows says to the tray that runs: `shell-forgets`, `taskbar-created`, `session-ends`, `close`.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import koffi from "koffi";
import { realClock } from "../../platform/clock.ts";
import { className } from "../../platform/native/icon-window.ts";
import { notifyIconData } from "../../platform/native/shell-icon-layout.ts";
import { openWindowsIcon } from "../../platform/windows-icon.ts";
import { runIconThread } from "../../platform/windows-icon-thread.ts";
import { iconOf } from "../../tray/icon.ts";

const [mode = "", file = ""] = process.argv.slice(2);
const thread = "icon-thread";
const modes: Readonly<Record<string, () => Promise<void> | void>> = {
  [thread]: runIconThread,
  icons,
  exit,
  "shell-forgets": () => say("shell-forgets", Number(shellForgets())),
  "taskbar-created": () => post(HWND_BROADCAST, registered("TaskbarCreated")),
  "session-ends": () => say("session-ends", send(found(), WM_QUERYENDSESSION) === 1 && send(found(), WM_ENDSESSION, 1)),
  close: () => post(found(), WM_CLOSE),
};
const HWND_BROADCAST = 0xffff;
const WM_CLOSE = 0x10;
const WM_QUERYENDSESSION = 0x11;
const WM_ENDSESSION = 0x16;

process.on("uncaughtException", (error) => {
  appendFileSync(file, `FAIL ${mode} ended: ${error.stack}\n`);
  process.exit(1);
});
const say = (what: string, value: unknown): void => appendFileSync(file, `${what} ${value}\n`);

function ownIcon() {
  const nothing = (): void => {};
  return openWindowsIcon({
    program: process.argv[1] ?? "",
    thread,
    clock: realClock,
    onChoice: nothing,
    onClick: nothing,
    onBalloonClick: nothing,
    onPlace: nothing,
  });
}

/** Wine has at most 16384 handles of GDI for a process, and an icon takes two: what is not given back is soon missed. */
async function icons(): Promise<void> {
  const changes = 10_000;
  const icon = await ownIcon();
  const pictures = (["session", "managed"] as const).map((sign) => iconOf(sign, { virtual: false })[0]!);
  const before = performance.now();
  for (let n = 0; n < changes; n++) {
    icon.show({ picture: pictures[n % 2]!, tip: `change ${n}` });
    // An answer comes when everything before it was done
    if (n % 100 === 0) await icon.copy(String(n));
  }
  const done = await icon.copy("the last one");
  await icon.close();
  say("icons", `${changes} ${done} ${Math.round(performance.now() - before)}`);
}

async function exit(): Promise<void> {
  const icon = await ownIcon();
  // Wine's Explorer takes two seconds for the first one: it has answered when the second change is done
  for (const sign of ["managed", "session"] as const)
    icon.show({ picture: iconOf(sign, { virtual: false })[0]!, tip: sign });
  await icon.copy("everything before it is done");
  writeFileSync(file, String(Date.now()));
  process.exit(0);
}

function user32(signature: string): (...given: unknown[]) => number {
  return koffi.load("user32.dll").func(signature) as (...given: unknown[]) => number;
}
function found(): number {
  const window = user32("intptr_t __stdcall FindWindowW(str16 name, str16 title)")(className, null);
  if (window === 0) throw new Error("there is no tray");
  return window;
}
const registered = (name: string): number => user32("uint32_t __stdcall RegisterWindowMessageW(str16 name)")(name);
function post(window: number, message: number): void {
  user32("int __stdcall PostMessageW(intptr_t window, uint32_t message, uintptr_t wide, intptr_t long_)")(
    window,
    message,
    0,
    0,
  );
}
function send(window: number, message: number, wide = 0): number {
  const call = user32(
    "intptr_t __stdcall SendMessageW(intptr_t window, uint32_t message, uintptr_t wide, intptr_t long_)",
  );
  return call(window, message, wide, 0);
}
/** As if Explorer had been ended with everything that it knew. */
function shellForgets(): boolean {
  const call = koffi.load("shell32.dll").func("int __stdcall Shell_NotifyIconW(uint32_t what, void *data)");
  const NIM_DELETE = 2;
  return call(NIM_DELETE, notifyIconData({ window: BigInt(found()), flags: 0, guid: Buffer.alloc(16) })) !== 0;
}

void modes[mode]?.();
