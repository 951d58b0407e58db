import type { KoffiFunc } from "koffi";
import { type Handle, loadWin32, type Pointer, systemLibrary, type Win32 } from "./win32.ts";

/** What a tray icon needs of user32, shell32 and kernel32. All but PostMessageW belong on the one thread that has the window. */
export interface User32 {
  RegisterClassExW: KoffiFunc<(described: Buffer) => number>;
  CreateWindowExW: KoffiFunc<
    (
      extended: number,
      className: string,
      title: string,
      style: number,
      x: number,
      y: number,
      width: number,
      height: number,
      parent: Handle,
      menu: Handle,
      instance: Handle,
      parameter: null,
    ) => Handle
  >;
  DestroyWindow: KoffiFunc<(window: Handle) => number>;
  DefWindowProcW: KoffiFunc<(window: Handle, message: number, wide: Word, long: Word) => Word>;
  GetMessageW: KoffiFunc<(message: Buffer, window: Handle, first: number, last: number) => number>;
  DispatchMessageW: KoffiFunc<(message: Buffer) => Word>;
  PostQuitMessage: KoffiFunc<(status: number) => void>;
  RegisterWindowMessageW: KoffiFunc<(name: string) => number>;
  SetForegroundWindow: KoffiFunc<(window: Handle) => number>;
  GetSystemMetrics: KoffiFunc<(which: number) => number>;
  SetThreadDpiAwarenessContext: KoffiFunc<(context: number) => Handle>;
  CreatePopupMenu: KoffiFunc<() => Handle>;
  AppendMenuW: KoffiFunc<(menu: Handle, flags: number, id: number, text: string | null) => number>;
  TrackPopupMenu: KoffiFunc<
    (menu: Handle, flags: number, x: number, y: number, reserved: number, window: Handle, area: null) => number
  >;
  EndMenu: KoffiFunc<() => number>;
  DestroyMenu: KoffiFunc<(menu: Handle) => number>;
  CreateIconFromResourceEx: KoffiFunc<
    (
      bits: Buffer,
      size: number,
      isIcon: number,
      version: number,
      width: number,
      height: number,
      flags: number,
    ) => Handle
  >;
  DestroyIcon: KoffiFunc<(icon: Handle) => number>;
  OpenClipboard: KoffiFunc<(window: Handle) => number>;
  EmptyClipboard: KoffiFunc<() => number>;
  SetClipboardData: KoffiFunc<(format: number, memory: Handle) => Handle>;
  CloseClipboard: KoffiFunc<() => number>;
  GlobalAlloc: KoffiFunc<(flags: number, size: number) => Handle>;
  GlobalLock: KoffiFunc<(memory: Handle) => Handle>;
  GlobalUnlock: KoffiFunc<(memory: Handle) => number>;
  GlobalFree: KoffiFunc<(memory: Handle) => Handle>;
  Shell_NotifyIconW: KoffiFunc<(what: number, data: Buffer) => number>;
  GetModuleHandleW: KoffiFunc<(name: null) => Handle>;
  CreateMutexW: KoffiFunc<(security: null, owned: number, name: string) => Handle>;
  /** A window procedure in machine code. Called on the window's own thread, within the calls that read or send messages. */
  procedure(call: (window: Handle, message: number, wide: Word, long: Word) => Word): Pointer;
}
/** A WPARAM, LPARAM or LRESULT: a number where one is exact. */
export type Word = number | bigint;

/** Loads koffi and the system libraries when called, nothing at import. Rejects NoWin32Error anywhere but on 64-bit Windows. */
export async function loadUser32(): Promise<{ readonly user32: User32; readonly memory: Win32 }> {
  const memory = await loadWin32();
  const koffi = await import("koffi");
  const user = await systemLibrary("user32.dll");
  const shell = await systemLibrary("shell32.dll");
  const kernel = await systemLibrary("kernel32.dll");
  const type = koffi.proto(
    "intptr_t __stdcall AmtAgentWindowProcedure(intptr_t window, uint32_t message, uintptr_t wide, intptr_t long_)",
  );
  const user32: User32 = {
    RegisterClassExW: user.func("uint16_t __stdcall RegisterClassExW(void *described)"),
    CreateWindowExW: user.func(
      "intptr_t __stdcall CreateWindowExW(uint32_t extended, str16 className, str16 title, uint32_t style, int x, int y, int width, int height, intptr_t parent, intptr_t menu, intptr_t instance, void *parameter)",
    ),
    DestroyWindow: user.func("int __stdcall DestroyWindow(intptr_t window)"),
    DefWindowProcW: user.func(
      "intptr_t __stdcall DefWindowProcW(intptr_t window, uint32_t message, uintptr_t wide, intptr_t long_)",
    ),
    GetMessageW: user.func("int __stdcall GetMessageW(void *message, intptr_t window, uint32_t first, uint32_t last)"),
    DispatchMessageW: user.func("intptr_t __stdcall DispatchMessageW(void *message)"),
    PostQuitMessage: user.func("void __stdcall PostQuitMessage(int status)"),
    RegisterWindowMessageW: user.func("uint32_t __stdcall RegisterWindowMessageW(str16 name)"),
    SetForegroundWindow: user.func("int __stdcall SetForegroundWindow(intptr_t window)"),
    GetSystemMetrics: user.func("int __stdcall GetSystemMetrics(int which)"),
    SetThreadDpiAwarenessContext: user.func("intptr_t __stdcall SetThreadDpiAwarenessContext(intptr_t context)"),
    CreatePopupMenu: user.func("intptr_t __stdcall CreatePopupMenu()"),
    AppendMenuW: user.func("int __stdcall AppendMenuW(intptr_t menu, uint32_t flags, uintptr_t id, str16 text)"),
    TrackPopupMenu: user.func(
      "int __stdcall TrackPopupMenu(intptr_t menu, uint32_t flags, int x, int y, int reserved, intptr_t window, void *area)",
    ),
    EndMenu: user.func("int __stdcall EndMenu()"),
    DestroyMenu: user.func("int __stdcall DestroyMenu(intptr_t menu)"),
    CreateIconFromResourceEx: user.func(
      "intptr_t __stdcall CreateIconFromResourceEx(void *bits, uint32_t size, int isIcon, uint32_t version, int width, int height, uint32_t flags)",
    ),
    DestroyIcon: user.func("int __stdcall DestroyIcon(intptr_t icon)"),
    OpenClipboard: user.func("int __stdcall OpenClipboard(intptr_t window)"),
    EmptyClipboard: user.func("int __stdcall EmptyClipboard()"),
    SetClipboardData: user.func("intptr_t __stdcall SetClipboardData(uint32_t format, intptr_t memory)"),
    CloseClipboard: user.func("int __stdcall CloseClipboard()"),
    GlobalAlloc: kernel.func("intptr_t __stdcall GlobalAlloc(uint32_t flags, uintptr_t size)"),
    GlobalLock: kernel.func("intptr_t __stdcall GlobalLock(intptr_t memory)"),
    GlobalUnlock: kernel.func("int __stdcall GlobalUnlock(intptr_t memory)"),
    GlobalFree: kernel.func("intptr_t __stdcall GlobalFree(intptr_t memory)"),
    Shell_NotifyIconW: shell.func("int __stdcall Shell_NotifyIconW(uint32_t what, void *data)"),
    GetModuleHandleW: kernel.func("intptr_t __stdcall GetModuleHandleW(str16 name)"),
    CreateMutexW: kernel.func("intptr_t __stdcall CreateMutexW(void *security, int owned, str16 name)"),
    procedure: (call) => koffi.register(call, koffi.pointer(type)) as Pointer,
  };
  return { user32, memory };
}

/** All that other threads need: the window's thread is woken by it. */
export async function loadPostMessage(): Promise<(window: Handle, message: number) => boolean> {
  await loadWin32();
  const post: KoffiFunc<(window: Handle, message: number, wide: number, long: number) => number> = (
    await systemLibrary("user32.dll")
  ).func("int __stdcall PostMessageW(intptr_t window, uint32_t message, uintptr_t wide, intptr_t long_)");
  return (window, message) => post(window, message, 0, 0) !== 0;
}
