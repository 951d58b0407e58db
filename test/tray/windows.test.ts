import { describe, expect, it } from "vitest";
import { message } from "../../agent/api/texts.ts";
import type { Balloon } from "../../platform/windows-icon.ts";
import { faceOf } from "../../tray/face.ts";
import { en } from "../../tray/locales/en.ts";
import type { Notice } from "../../tray/notices.ts";
import { openBalloons } from "../../tray/windows/balloons.ts";
import { lookOf, tipOf } from "../../tray/windows/shell-look.ts";
import { snapshotOf } from "../support/snapshots.ts";

const faceIn = (standing: "managed" | "session") =>
  faceOf({ kind: "snapshot", snapshot: snapshotOf(standing) }, en, {
    window: true,
    support: false,
    startsAtLogin: true,
    notDone: undefined,
  });
const at16 = { edge: 16, fromRight: false };

describe("the face, as Windows takes it", () => {
  it("has the menu's lines and actions, and no picture where none changes", () => {
    const managed = faceIn("managed");
    const { picture, menu } = lookOf(managed, at16);
    expect(picture?.size).toBe(16);
    expect(menu?.entries[0]).toEqual({ text: managed.tooltip.title });
    expect(menu?.entries).toContainEqual({ text: en.menu.open, id: "open" });
    expect(menu?.entries).toContainEqual({ text: en.menu.startAtLogin, id: "start-at-login", checked: true });
    expect(menu?.entries).toContain("separator");
    expect(lookOf(managed, { ...at16, before: managed })).not.toHaveProperty("picture");
    expect(lookOf(faceIn("session"), { ...at16, before: managed })).toHaveProperty("picture");
  });
  it.each([
    [16, 16],
    [20, 22],
    [40, 48],
    [96, 64],
  ])("is drawn for icons of %i pixels with %i", (edge, drawn) => {
    expect(lookOf(faceIn("managed"), { edge, fromRight: false }).picture?.size).toBe(drawn);
  });
  it("has a tip of whole lines, the headline first", () => {
    const line = "x".repeat(60);
    const tip = tipOf({ title: "Headline", tooltip: { title: "", body: [line, "y".repeat(58), "z"] } });
    expect(tip).toBe(`Headline\n${line}`);
    expect(tipOf({ title: "Headline", tooltip: { title: "", body: [line, "y".repeat(57)] } })).toHaveLength(127);
  });
});

describe("notices on Windows", () => {
  const notice = (subject: string, more: Partial<Notice> = {}): Notice => ({
    subject,
    message: message("notice.still-open", { kind: "KVM" }),
    is: "session",
    who: "all",
    stays: "until-over",
    buttons: ["end", "details"],
    ...more,
  });
  function opened() {
    const said: Balloon[] = [];
    const pressed: string[] = [];
    const { perform, clicked } = openBalloons(
      { balloon: (one) => said.push(one) },
      {
        words: en,
        buttons: ["end", "details"],
        onButton: (button, { subject }) => pressed.push(`${button} ${subject}`),
      },
    );
    return { said, pressed, perform, clicked };
  }
  it("are one at a time; what is withdrawn is taken away if it is the one", async () => {
    const { said, perform } = opened();
    await perform([
      { do: "show", notice: notice("session:KVM") },
      { do: "show", notice: notice("change", { is: "change", stays: 5_000 }) },
    ]);
    expect(said.map(({ isWarning, mayWait }) => [isWarning, mayWait])).toEqual([
      [true, false],
      [false, true],
    ]);
    await perform([{ do: "withdraw", subject: "session:KVM" }]);
    expect(said).toHaveLength(2);
    await perform([{ do: "withdraw", subject: "change" }]);
    expect(said.at(-1)?.text).toBe("");
  });
  it("lead to the window by a click, and to no other button", async () => {
    const { pressed, perform, clicked } = opened();
    clicked();
    await perform([{ do: "show", notice: notice("session:KVM") }]);
    clicked();
    await perform([{ do: "replace", notice: notice("session:KVM", { buttons: ["end"] }) }]);
    clicked();
    expect(pressed).toEqual(["details session:KVM"]);
  });
});
