import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Message, message } from "../agent/api/texts.ts";
import type { OpenWindow } from "./answer.ts";
import type { Autostart } from "./autostart.ts";
import type { MenuAction } from "./menu-actions.ts";
import type { ServiceActs } from "./service-acts.ts";
import { notDone } from "./service-acts.ts";

export interface MenuActsOptions {
  readonly acts: ServiceActs;
  readonly onOpen: OpenWindow | undefined;
  /** Collects what support needs to know. */
  readonly support: (() => Promise<string>) | undefined;
  readonly copy: (text: string) => Promise<boolean>;
  /** Where it goes without a clipboard: this user's own directory, made (0700) if need be. */
  readonly directory: string;
  readonly autostart: Autostart | undefined;
  readonly onQuit: () => void;
  /** What was done or not; undefined: nothing worth a word. `isRefused`: it was not done. */
  readonly onDone: (action: MenuAction, said: Message | undefined, isRefused: boolean) => void;
  readonly signal: AbortSignal;
}

/** Does what an entry of the menu says, once at a time: clicking on and on while it is under way does nothing more. Never rejects. */
export function menuActs(options: MenuActsOptions): (action: MenuAction) => Promise<void> {
  const { onDone, signal } = options;
  const busy = new Set<MenuAction>();
  return async (action) => {
    if (busy.has(action)) return;
    busy.add(action);
    try {
      const said = await act(action, options);
      if (!signal.aborted) onDone(action, said, said?.code === "notice.not-done");
    } catch (error) {
      if (!signal.aborted) onDone(action, notDone(error), true);
    } finally {
      busy.delete(action);
    }
  };
}

async function act(action: MenuAction, options: MenuActsOptions): Promise<Message | undefined> {
  const { acts, onOpen, autostart, onQuit } = options;
  switch (action) {
    case "end-kvm":
      return acts.end("kvm");
    case "end-sol":
      return acts.end("sol");
    case "end-usbr":
      return acts.end("usbr");
    case "refuse":
      return acts.refuse();
    case "hang-up":
      return acts.hangUp();
    case "ask-for-help":
      return acts.askForHelp();
    case "open":
      onOpen?.("now");
      return undefined;
    case "reach":
    case "history":
      onOpen?.(action);
      return undefined;
    case "support":
      return copySupport(options);
    case "start-at-login":
      return autostart && toggle(autostart);
    case "quit":
      onQuit();
      return undefined;
  }
}

function toggle(autostart: Autostart): Message {
  const wanted = !autostart.isSet;
  autostart.set(wanted);
  return wanted ? message("notice.starts-at-login", {}) : message("notice.starts-no-more", {});
}

async function copySupport({ support, copy, directory }: MenuActsOptions): Promise<Message | undefined> {
  if (!support) return undefined;
  const text = await support();
  if (await copy(text)) return message("notice.support-copied", {});
  const path = join(directory, "support.txt");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
  return message("notice.support-saved", { path });
}
