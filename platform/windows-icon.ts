import { Worker } from "node:worker_threads";
import type { Clock } from "./clock.ts";
import { type Balloon, type IconOrder, type IconReport, type Look, WM_ORDERS } from "./native/icon-orders.ts";
import { loadPostMessage } from "./native/user32.ts";

export type { Balloon, Look, MenuEntry } from "./native/icon-orders.ts";

export interface WindowsIconOptions {
  /** What the thread runs: this program's own file, which with this argument must call `runIconThread`. */
  readonly program: string;
  readonly thread: string;
  readonly clock: Clock;
  readonly onChoice: (id: string) => void;
  readonly onClick: () => void;
  readonly onBalloonClick: () => void;
  /** Explorer has taken the icon, or not. It is offered again when Explorer starts anew. */
  readonly onPlace: (isTaken: boolean) => void;
}
/** A tray icon of Windows, on a thread of its own that sleeps while nothing happens. */
export interface WindowsIcon {
  /** Edge in pixels of icons here. */
  readonly edge: number;
  show(look: Look): void;
  /** One at a time: a new one takes the place of the one before. */
  balloon(balloon: Balloon): void;
  /** Into the clipboard; false: that is not possible now. */
  copy(text: string): Promise<boolean>;
  /** Takes the icon away; settles when the thread has ended. */
  close(): Promise<void>;
  /** Settles when it is over without having been closed here. Rejects where it failed. */
  readonly ended: Promise<"session" | "asked">;
}

/** This session has a tray already. */
export class IconTakenError extends Error {
  override name = "IconTakenError";
  readonly code = "ICON_TAKEN";
}

/** ms */
const closesWithin = 3_000;
/** ms after which an icon that was refused is offered once more: at login Explorer may be busier than it thinks. */
const pauses = [1_000, 5_000, 30_000];

/** Rejects IconTakenError, or an Error that says why Windows gives no window. */
export async function openWindowsIcon(options: WindowsIconOptions): Promise<WindowsIcon> {
  const { program, thread: argument, clock, onChoice, onClick, onBalloonClick, onPlace } = options;
  const post = await loadPostMessage();
  /** Set to 1 by the thread when it is out of Windows. */
  const isOver = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(program, { argv: [argument], workerData: isOver });
  const gone = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  let window = 0;
  let last: Look | undefined;
  let attempt = 0;
  let stopWaiting = (): void => {};
  const copies: ((done: boolean) => void)[] = [];
  const order = (one: IconOrder): void => {
    thread.postMessage(one);
    post(window, WM_ORDERS);
  };
  // Node ends its threads when the process exits: one that is inside Windows then never ends, nor does the process (seen under Wine)
  const onExit = (): void => {
    order({ do: "close" });
    Atomics.wait(isOver, 0, 0, closesWithin);
  };

  function placed(isTaken: boolean): void {
    stopWaiting();
    if (isTaken) attempt = 0;
    onPlace(isTaken);
    const pause = isTaken ? undefined : pauses[attempt++];
    if (pause !== undefined && last) {
      const look = last;
      stopWaiting = clock.after(pause, () => order({ do: "show", ...look }), { background: true });
    }
  }
  const started = settledLater<number>();
  const ended = settledLater<"session" | "asked">();
  ended.promise.catch(() => {}); // whoever waits for it hears of it
  function failed(error: Error): void {
    started.reject(error);
    ended.reject(error);
  }
  const on: { readonly [I in IconReport["is"]]: (report: Extract<IconReport, { is: I }>) => void } = {
    ready({ window: at, edge }) {
      window = at;
      started.resolve(edge);
    },
    taken: () => failed(new IconTakenError("this session has the tray icon already")),
    added: () => placed(true),
    refused: () => placed(false),
    chosen: ({ id }) => onChoice(id),
    clicked: onClick,
    "balloon-clicked": onBalloonClick,
    copied: ({ done }) => copies.shift()?.(done),
    over: ({ why }) => ended.resolve(why),
    failed: ({ why }) => failed(new Error(why)),
  };
  thread.on("message", (report: IconReport) => (on[report.is] as (report: IconReport) => void)(report));
  thread.once("error", failed);
  thread.once("exit", () => {
    failed(new Error("the icon's thread ended"));
    for (const one of copies.splice(0)) one(false);
    stopWaiting();
    process.off("exit", onExit);
  });
  const edge = await started.promise.catch(async (error: unknown) => {
    await gone;
    throw error;
  });
  process.on("exit", onExit);
  return {
    edge,
    show(look) {
      last = { ...last, ...look };
      order({ do: "show", ...look });
    },
    balloon: (balloon) => order({ do: "balloon", balloon }),
    copy(text) {
      return new Promise((resolve) => {
        copies.push(resolve);
        order({ do: "copy", text });
      });
    },
    close() {
      order({ do: "close" });
      return gone;
    },
    ended: ended.promise,
  };
}

function settledLater<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
