import type { TextCode, TextParams } from "../../agent/api/texts.ts";
import type { Silence } from "../view.ts";
import { enMenu, type MenuWords } from "./en-menu.ts";
import { enWindow, type WindowWords } from "./en-window.ts";

/** Everything the tray says, in English. Another language is another object of this type. */
export interface Words {
  /** What the service says, by code. What is missing here is shown as the service rendered it, in English. */
  readonly messages: { readonly [C in TextCode]?: (params: TextParams<C>) => string };
  readonly product: string;
  readonly version: (brand: string | null, version: string | null) => string;
  readonly controlMode: (mode: string | null) => string;
  readonly session: Readonly<Record<"kvm" | "sol" | "storage", (open: boolean | null) => string>>;
  /** Not said while nobody asks. */
  readonly consent: (pending: true | null) => string;
  readonly nothingKnownOfSessions: string;
  readonly since: (when: string) => string;
  readonly severity: Readonly<Record<"info" | "warning" | "error", (message: string) => string>>;
  readonly remedy: (text: string) => string;
  readonly virtual: (headline: string) => string;
  readonly silent: Readonly<Record<Silence, readonly [headline: string, ...lines: ((socket: string) => string)[]]>>;
  readonly quit: string;
  /** On standard error. */
  readonly waitingForHost: string;
  readonly registered: string;
  readonly hostRefused: (reason: string) => string;
  readonly notNotified: (reason: string) => string;
  readonly notKept: (reason: string) => string;
  readonly menu: MenuWords;
  readonly window: WindowWords;
}

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "not known" : open ? "CONNECTED NOW" : "nobody connected"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Not set up for remote management",
  client: "Client control mode: connections need consent at this PC",
  admin: "Admin control mode: connections may need no consent",
};

export const en: Words = {
  messages: {},
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", version not known" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "Control mode: not known" : (modes[mode] ?? `Control mode: ${mode}`)),
  session: {
    kvm: openness("Screen, keyboard and mouse (KVM)"),
    sol: openness("Text console (SOL)"),
    storage: openness("Remote disk (USB-R)"),
  },
  consent: (pending) =>
    pending === null ? "Whether somebody asks for consent: not known" : "Somebody ASKS FOR CONSENT now",
  nothingKnownOfSessions: "Remote sessions: not known",
  since: (when) => `First seen ${when}`,
  severity: {
    info: (message) => `Note: ${message}`,
    warning: (message) => `Warning: ${message}`,
    error: (message) => `Error: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Virtual: ${headline}`,
  silent: {
    asking: [
      "The state of remote management is not known yet.",
      (socket) => `Asking the amt-agent service at ${socket}`,
    ],
    unreachable: [
      "The state of remote management is not known: the amt-agent service is not running.",
      () => "\u2192 Start it with: amt-agent serve",
      (socket) => `Nobody answers at ${socket}; the tray keeps trying`,
    ],
    denied: [
      "The state of remote management is not known: the amt-agent service lets nobody ask.",
      (socket) => `Access to ${socket} is denied; the tray keeps trying`,
    ],
    foreign: [
      "The state of remote management is not known: the service's answer makes no sense.",
      () => "\u2192 Install the same version of the amt-agent service and tray",
      (socket) => `It came from ${socket}; the tray keeps trying`,
    ],
  },
  quit: "Quit (closes this icon only)",
  waitingForHost:
    "This desktop has no place for tray icons at the moment (no org.kde.StatusNotifierWatcher on the session bus). Waiting for one; amt-agent status answers meanwhile.",
  registered: "The icon is registered with the desktop.",
  hostRefused: (reason) => `The desktop did not take the icon: ${reason}. Waiting for its tray to start anew.`,
  notKept: (reason) =>
    `What was shown cannot be kept (${reason}): a tray that starts anew may not say what happened meanwhile.`,
  notNotified: (reason) =>
    `This desktop shows no notifications (${reason}). Who is connected is seen at the icon and in amt-agent status.`,
  menu: enMenu,
  window: enWindow,
};
