import type { eventTexts } from "./event-texts.ts";

export type EventCode = keyof typeof eventTexts;
export type ButtonName =
  | "end"
  | "cancel-consent"
  | "cancel-reset"
  | "cancel-power"
  | "hang-up"
  | "details"
  | "who-can-reach";

/** What one event is to the people at this PC. */
export interface NotificationRule {
  /**
   * `session`: somebody is in, or asks to be; only an administrator's policy can switch these off. `change`: told once, and kept by the desktop
   * if it keeps things. `info`: in the history only.
   */
  readonly is: "session" | "change" | "info";
  /** Notices of one subject replace each other; `{kind}` stands for the event's parameter of that name. */
  readonly subject: string;
  /** The event takes the notice of its subject away, instead of showing one: `told` says for how long it was there, `silent` does not. */
  readonly ends?: "told" | "silent";
  /** Other subjects that are over with it, silently. */
  readonly alsoEnds?: readonly string[];
  /** `all`: whoever is logged in. `console`: the user at this PC's own screen. */
  readonly who: "all" | "console";
  /** Until what it is about is over, until somebody closed it, or so many ms. */
  readonly stays: "until-over" | "until-closed" | number;
  /** Shown while the desktop is not to be disturbed too: `by-setting` where the user did not ask otherwise. */
  readonly disturbs: "never" | "by-setting";
  readonly buttons: readonly ButtonName[];
}

const SHORT = 10_000;
const info: NotificationRule = {
  is: "info",
  subject: "",
  who: "all",
  stays: SHORT,
  disturbs: "never",
  buttons: [],
};
const change = (subject: string, more: Partial<NotificationRule> = {}): NotificationRule => ({
  ...info,
  is: "change",
  subject,
  stays: "until-closed",
  buttons: ["details"],
  ...more,
});
/** Told, and soon gone by itself. */
const passing = (subject: string): NotificationRule => change(subject, { stays: SHORT });
const session: NotificationRule = {
  is: "session",
  subject: "session:{kind}",
  who: "all",
  stays: "until-over",
  disturbs: "by-setting",
  buttons: ["end", "details"],
};
const asks: NotificationRule = {
  ...session,
  subject: "consent",
  who: "console",
  buttons: ["cancel-consent", "details"],
};
const answered: NotificationRule = { ...asks, ends: "silent", stays: SHORT, buttons: [] };
const tunnel: NotificationRule = { ...session, subject: "tunnel", disturbs: "never", buttons: ["hang-up", "details"] };
/** A setting of AMT's that somebody weakened, or widened: each by itself. */
const setting = (subject: string): NotificationRule => change(subject, { buttons: ["who-can-reach", "details"] });
const agent = (more: Partial<NotificationRule> = {}): NotificationRule => change("presence:{agent}", more);

/** By the parameter `kind` of session events, where the subject has another name. */
export const subjectAliases: Readonly<Record<string, string>> = { "session:consent asked": "consent" };

/** Every event, and what people are told of it; which events there are is in event-texts.ts (imss.md 4.3, 14, 16). */
export const notificationPolicy: Readonly<Record<EventCode, NotificationRule>> = {
  "event.started": info,
  "event.stopped": info,
  "event.slept": info,
  "event.clock-set-back": info,
  // Conditions have their own place in icon and window; one that stays is not news every time
  "event.condition.raised": info,
  "event.condition.cleared": info,
  "event.history.repaired": info,
  "event.history.broken": change("history"),
  "event.history.rotated": info,
  "event.history.lost": info,

  "event.standing": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.while-away": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.while-asleep": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.control-mode": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.amt.enabled": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.amt.disable-attempt": change("setup"),
  "event.setup.pre": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.setup.in": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.setup.post": change("setup", { buttons: ["who-can-reach", "details"] }),
  "event.setup.removing": change("setup"),
  "event.setup.removing-by": change("setup"),
  "event.setup.mode-changed": change("setup", { buttons: ["who-can-reach", "details"] }),

  "event.firmware": passing("firmware"),
  "event.firmware.update-partial": change("firmware"),
  "event.firmware.update-failed": change("firmware"),
  "event.firmware.reset": info,
  "event.firmware.wear": change("firmware"),

  // Whoever asked has got in
  "event.session.opened": { ...session, alsoEnds: ["consent"] },
  "event.session.closed": { ...session, ends: "told", stays: SHORT, disturbs: "never", buttons: ["details"] },
  // AMT says that nobody is in, and this PC's own devices say otherwise
  "event.session.contradicted": change("doubt:{kind}"),
  "event.kvm.requested": asks,
  "event.kvm.data": info,
  "event.kvm.disabled": passing("kvm"),
  "event.kvm.enabled": change("kvm", { buttons: ["who-can-reach", "details"] }),
  "event.consent.requested": asks,
  "event.consent.granted": answered,
  "event.consent.ended": answered,
  "event.consent.policy": change("consent-policy", { buttons: ["who-can-reach", "details"] }),
  "event.sprite": info,

  "event.network.changed": info,
  "event.network.link-denied": change("network"),
  "event.network.link-disabled": change("network"),
  "event.defense.tx-stopped": change("defense"),
  "event.defense.tx-limited": change("defense"),
  "event.defense.rx-stopped": change("defense"),
  "event.defense.rx-limited": change("defense"),
  "event.defense.active": change("defense-state"),
  "event.defense.inactive": { ...change("defense-state"), ends: "silent" },
  "event.defense.changed": passing("defense-state"),
  "event.eac.changed": info,
  "event.eac.enabled": info,
  "event.eac.disabled": info,
  "event.wlan.profile": info,
  "event.wlan.security": info,
  "event.wlan.by-me": change("wlan"),
  "event.wlan.by-host": { ...change("wlan"), ends: "silent" },
  "event.wlan.sync-changed": info,
  "event.wlan.sync-disabled": info,
  "event.wlan.sync-enabled": info,
  "event.wlan.control-host": info,
  "event.wlan.control-me": info,
  "event.wlan.protection": info,
  "event.tunnel.opened": tunnel,
  "event.tunnel.closed": { ...tunnel, ends: "told", stays: SHORT, buttons: ["details"] },
  "event.tunnel.requested": passing("help"),
  "event.help.pressed": passing("help"),
  "event.ip-sync.disabled": info,
  "event.ip-sync.enabled": info,
  "event.proxy-sync.disabled": info,
  "event.proxy-sync.enabled": info,
  "event.refresh-ip": info,

  "event.power.requested": { ...change("power"), disturbs: "by-setting" },
  "event.power.watchdog": change("power"),
  "event.power.planned": {
    ...change("power"),
    stays: "until-over",
    disturbs: "by-setting",
    buttons: ["cancel-power", "details"],
  },
  "event.power.called-off": { ...change("power"), ends: "silent" },
  "event.power.failed": change("power"),
  "event.time-sync.disabled": info,
  "event.time-sync.enabled": info,
  "event.audit-log.filling": info,

  "event.agent.not-started": agent(),
  "event.agent.stopped": info,
  "event.agent.running": agent({ ends: "silent" }),
  "event.agent.expired": agent({ buttons: ["cancel-reset", "details"] }),
  "event.agent.suspended": info,

  "event.posture.failed": info,
  // Somebody did this, and whoever sits here should know
  "event.posture.weakened": change("posture:{check}"),
  "event.posture.passed": { ...change("posture:{check}"), ends: "silent" },
  "event.posture.advisory": change("advisories"),
  "event.posture.advisory-over": info,
  "event.reset.pending": {
    ...change("reset"),
    stays: "until-over",
    disturbs: "by-setting",
    buttons: ["cancel-reset", "details"],
  },
  "event.reset.called-off": { ...change("reset"), ends: "silent" },

  "event.settings.root-added": setting("root:{hash}"),
  "event.settings.root-removed": { ...setting("root:{hash}"), ends: "silent" },
  "event.settings.server-added": setting("server:{server}"),
  "event.settings.server-removed": { ...setting("server:{server}"), ends: "silent" },
  "event.settings.tls-off": setting("tls:{where}"),
  "event.settings.tls-on": { ...setting("tls:{where}"), ends: "silent" },
  "event.settings.user-added": setting("user:{user}"),
  "event.settings.user-changed": setting("user:{user}"),
  "event.settings.user-removed": { ...setting("user:{user}"), ends: "silent" },
  "event.settings.feature-on": setting("feature:{feature}"),
  "event.settings.feature-off": passing("feature:{feature}"),

  "event.alert.unknown": info,
  "event.alert.unreadable": info,
  "event.alert.more": info,
};
