import type { Face } from "./face.ts";
import type { IconPlace, IconPlaceOptions } from "./icon-place.ts";
import type { NoticeStep } from "./notices.ts";
import type { NotifierOptions } from "./notifier.ts";
import type { TrayError } from "./tray-error.ts";

/** What a tray needs of the desktop it runs on, whatever that is. A session has one tray, and this is it. */
export interface Desktop {
  openIcon(first: Face, options: IconPlaceOptions): Promise<IconPlace>;
  /** What is returned shows, replaces and withdraws notices, in their order. */
  openNotices(options: Omit<NotifierOptions, "otherwise">): Promise<(steps: readonly NoticeStep[]) => Promise<void>>;
  /** Settles when it is known for the first time; told at each change. */
  followQuiet(onChange: (isQuiet: boolean) => void): Promise<void>;
  /** Into the clipboard; false: that is not possible. */
  copy(text: string): Promise<boolean>;
  close(): Promise<void>;
  /** Why there is no desktop any more; settles after `close` too. */
  readonly ended: Promise<TrayError>;
}
