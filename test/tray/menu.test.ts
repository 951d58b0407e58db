import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Standing } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { faceOf } from "../../tray/face.ts";
import { en } from "../../tray/locales/en.ts";
import { linesOf, menuOf } from "../../tray/menu.ts";
import type { View } from "../../tray/view.ts";
import { snapshotOf } from "../support/snapshots.ts";

const told = (...args: Parameters<typeof snapshotOf>): View => ({ kind: "snapshot", snapshot: snapshotOf(...args) });
const liveOf = {
  since: "2026-11-21T14:05:00Z",
  source: "host",
  confidence: "likely",
  can: message("headline.session.kvm", {}),
} as const;
const silent = (why: (View & { kind: "silent" })["why"]): View => ({ kind: "silent", why, socket: "/run/x.sock" });
const text = (view: View): string => linesOf(view, en).join("\n");

describe("the menu", () => {
  it.each(Standing.options)("of %s begins with the headline and ends with Quit", (standing) => {
    const view = told(standing);
    const menu = menuOf(view, en);
    expect(menu[0]).toEqual({ kind: "line", text: snapshotOf(standing).headline.text });
    expect(menu.slice(-2)).toEqual([{ kind: "separator" }, { kind: "action", action: "quit", text: en.quit }]);
    const actions = menu.flatMap((item) => (item.kind === "action" ? [item.action] : []));
    const help = { session: ["end-kvm", "ask-for-help"], managed: ["ask-for-help"] }[standing as string] ?? [];
    expect(actions).toEqual([...help, "quit"]);
  });

  it("offers to end what goes on, and nothing else", () => {
    const offered = (view: View): string[] =>
      menuOf(view, en).flatMap((item) => (item.kind === "action" ? [item.action] : []));
    expect(offered(told("session", { sessions: { sol: true, storage: true, consentPending: true } }))).toEqual([
      ...["end-kvm", "end-sol", "end-usbr", "refuse"],
      ...["ask-for-help", "quit"],
    ]);
    const who = { user: null, address: null, why: null };
    const live = (kind: "cira" | "kvm") => ({ ...liveOf, kind, who });
    expect(offered(told("managed", { live: [live("cira")] }))).toEqual(["hang-up", "quit"]);
    // A device of a session is there and AMT does not say
    expect(offered(told("managed", { live: [live("kvm")] }))).toEqual(["end-kvm", "ask-for-help", "quit"]);
    expect(offered(silent("unreachable"))).toEqual(["quit"]);
  });

  it("offers what this tray can do, shows what is set, and says what was not done", () => {
    const offer = { window: true, support: true, startsAtLogin: true, notDone: "That could not be done. No." };
    const menu = menuOf(told("managed"), en, offer);
    expect(menu.flatMap((item) => (item.kind === "action" ? [item.action] : []))).toEqual([
      ...["ask-for-help", "open", "reach", "history", "support", "start-at-login", "quit"],
    ]);
    expect(menu).toContainEqual({
      ...{ kind: "action", action: "start-at-login" },
      ...{ text: en.menu.startAtLogin, checked: true },
    });
    expect(menu).toContainEqual({ kind: "line", text: "That could not be done. No." });
  });

  it("takes no word of the language itself for a message", () => {
    const headline = { code: "constructor" as "headline.off", params: {}, text: "As the service says it." };
    expect(linesOf(told("managed", { headline }), en)[0]).toBe("As the service says it.");
  });

  it("says the whole of a session", () => {
    expect(linesOf(told("session", { sessions: { sol: null } }), en).slice(0, -1)).toEqual([
      "Somebody can see and control this screen right now through Intel AMT.",
      "Intel AMT 16.1.25",
      "Admin control mode: connections may need no consent",
      "Screen, keyboard and mouse (KVM): CONNECTED NOW",
      "Text console (SOL): not known",
      "Remote disk (USB-R): nobody connected",
    ]);
    expect(text(told("session"))).toMatch(/First seen 2026-11-2\d \d\d:05$/);
  });

  it("says that consent is asked, or that this is not known; nothing while nobody asks", () => {
    expect(text(told("session", { sessions: { kvm: false, consentPending: true } }))).toMatch(/ASKS FOR CONSENT/);
    expect(text(told("managed", { sessions: { consentPending: null } }))).toMatch(/asks for consent: not known/);
    expect(text(told("managed"))).not.toMatch(/asks for consent/i);
  });

  it("never lets a gap look like peace", () => {
    const nothing = { kvm: null, sol: null, storage: null, consentPending: null };
    expect(text(told("managed", { sessions: nothing }))).toMatch(/Remote sessions: not known/);
    expect(text(told("unknown"))).toMatch(/Remote sessions: not known/);
    expect(text(told("unknown"))).not.toMatch(/nobody connected/);
  });

  it("says of a PC without AMT one thing only", () => {
    expect(linesOf(told("absent"), en)).toHaveLength(1);
  });

  it("gives conditions with their remedy, the virtual one once", () => {
    const busy = {
      code: "me-busy",
      severity: "warning",
      since: "2026-11-21T14:05:00Z",
      message: message("condition.me-busy", { holder: "lms" }),
      remedy: message("condition.me-busy.remedy", {}),
    } as const;
    const lines = text(told("unknown", { conditions: [busy] }));
    expect(lines).toMatch(/Warning: The ME is in use by lms\.\n→ Stop that program/);
    expect(text(told("managed", { virtual: true })).match(/virtual ME/g)).toHaveLength(1);
  });

  it("prefers the tray's own words to the service's", () => {
    const words = { ...en, messages: { "headline.managed": () => "Fernverwaltung ist eingerichtet." } };
    expect(linesOf(told("managed"), words)[0]).toBe("Fernverwaltung ist eingerichtet.");
    expect(linesOf(told("off"), words)[0]).toMatch(/switched off/);
  });

  it("keeps words from outside on one line of bounded length, whatever they hold", () => {
    const managed = snapshotOf("managed");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (holder) => {
        const notice = message("condition.me-busy", { holder });
        for (const item of menuOf({ kind: "snapshot", snapshot: { ...managed, notice } }, en)) {
          if (item.kind === "separator") continue;
          expect(item.text).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
          expect(item.text.length).toBeLessThanOrEqual(300);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the face", () => {
  it("asks for attention in a session, and hides only a real PC without AMT", () => {
    const urgencies = Standing.options.map((standing) => [standing, faceOf(told(standing), en).urgency]);
    expect(Object.fromEntries(urgencies)).toEqual({
      unknown: "normal",
      absent: "quiet",
      off: "normal",
      unconfigured: "normal",
      managed: "normal",
      session: "attention",
    });
    expect(faceOf(told("absent", { virtual: true }), en).urgency).toBe("normal");
  });

  it("says virtual in icon, title, tooltip and menu", () => {
    const face = faceOf(told("managed", { virtual: true }), en);
    expect(face.virtual).toBe(true);
    expect(face.title).toMatch(/Virtual/);
    expect(face.tooltip.body.join("\n")).toMatch(/virtual ME \(dell-15-acm\)/);
    expect(JSON.stringify(face.menu)).toMatch(/virtual ME \(dell-15-acm\)/);
  });

  it.each(["asking", "unreachable", "denied", "foreign"] as const)("is unknown while the service is %s", (why) => {
    const face = faceOf(silent(why), en);
    expect(face.standing).toBe(why === "asking" ? "unknown" : "silent");
    expect(face.tooltip.title).toMatch(/not known/);
    expect(face.tooltip.body.join("\n")).toMatch("/run/x.sock");
  });

  it("says how to start a service that does not run", () => {
    const { tooltip } = faceOf(silent("unreachable"), en);
    expect(tooltip.title).toMatch(/service is not running/);
    expect(tooltip.body.join("\n")).toMatch(/amt-agent serve/);
  });

  it("shows a standing it has never heard of as unknown", () => {
    const view = told("managed", { standing: "owned" as Standing });
    expect(faceOf(view, en).standing).toBe("unknown");
  });
});
