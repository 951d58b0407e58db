import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { enWindow } from "../../tray/locales/en-window.ts";
import { detailGroups, type Info } from "../../tray/window/app/detail-rows.ts";
import { csvOf, everything, matching, merged } from "../../tray/window/app/event-list.ts";
import { firstState, hear } from "../../tray/window/app/state.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { someEvents } from "../support/window-answers.ts";

const textOf = ({ message: { text } }: (typeof someEvents)[number]): string => text;

describe("the list of events", () => {
  test("holds each once, in order, whichever way it came", () => {
    expect(merged(someEvents.slice(3), someEvents.slice(0, 5))).toEqual(someEvents);
  });

  test("is filtered by all three at once, and by words in any order", () => {
    const ids = (filter: Partial<typeof everything>) =>
      matching(someEvents, { ...everything, ...filter }, textOf).map(({ id }) => id);
    expect(ids({})).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(ids({ search: "(KVM) session" })).toEqual([4, 5]);
    expect(ids({ severity: "warning", kind: "session" })).toEqual([4]);
    expect(ids({ severity: "error" })).toEqual([7]);
    expect(ids({ search: "nowhere" })).toEqual([]);
  });

  test("as CSV can be read back, and no cell is a formula", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const csv = csvOf(someEvents.slice(0, 1), () => text);
        const cell = /^[^\n]*\r\n1,[^,]+,service,info,service,false,event\.started,(.*)\r\n$/s.exec(csv)?.[1] ?? "";
        const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(read).not.toMatch(/^[=+\-@\t\r]/);
        expect(read.replace(/^'(?=[=+\-@\t\r])/, "")).toBe(text);
      }),
    );
  });
});

describe("the details", () => {
  const info = {
    amt: { version: "16.0.15", controlMode: "admin", tls: false, uuid: null },
    network: { wired: null, wireless: { enabled: false, address: "0.0.0.0", linkUp: false }, homeDomains: [] },
    setup: null,
    unknown: [
      { field: "network.wired", message: message("unknown.no-interface", {}) },
      { field: "amt", message: message("unknown.timeout", {}) },
      { field: "setup", message: message("unknown.not-configured", {}) },
    ],
  } as unknown as Info;
  const groups = detailGroups(info, enWindow.details, enWindow);
  const rowsOf = (title: string) => groups.find((group) => group.title === title)?.rows ?? [];
  const row = (title: string, label: string) => rowsOf(title).find((one) => one.label === label);

  test("says what is known in words, and of the rest why", () => {
    expect(row("Intel AMT", "Version")?.value).toBe("16.0.15");
    expect(row("Security", "TLS")?.value).toBe("no");
    expect(row("Intel AMT", "UUID")).toMatchObject({ value: null, why: { code: "unknown.timeout" } });
    expect(row("Names", "Home domains")?.value).toBe("none");
    expect(row("Wireless network", "IPv4 address")?.value).toBe("none");
  });

  test("of a part that is not there gives one row, with the reason", () => {
    expect(rowsOf("Wired network")).toMatchObject([{ value: null, why: { code: "unknown.no-interface" } }]);
    expect(rowsOf("How it was set up")).toMatchObject([{ value: null, why: { code: "unknown.not-configured" } }]);
  });

  test("name every field of info that a person can use", () => {
    const schema = JSON.parse(
      readFileSync(path.join(import.meta.dirname, "../../docs/schema/info.schema.json"), "utf8"),
    ) as { properties: Record<string, { properties?: object }> };
    const named = Object.keys(enWindow.details.fields);
    const missing = ["amt", "redirection", "remoteAccess", "power"].flatMap((group) =>
      Object.keys(schema.properties[group]?.properties ?? {})
        .map((field) => `${group}.${field}`)
        .filter((field) => !named.includes(field)),
    );
    // Whether AMT is there, and its link, stand elsewhere
    expect(missing).toEqual(["amt.present", "amt.linkUp"]);
  });
});

describe("what a page knows", () => {
  const told = (standing: "managed" | "session") => ({ kind: "snapshot", snapshot: snapshotOf(standing) }) as const;
  const silent = { kind: "silent", why: "unreachable", socket: "/s" } as const;

  test("is forgotten when the service falls silent, and read anew when it is back", () => {
    const first = hear(firstState(null), told("session"));
    const second = hear(first, silent);
    expect(second.view).toEqual(silent);
    expect(second.lastAt).toBe(first.lastAt);
    const third = hear(hear(second, told("managed")), told("managed"));
    expect(third.turn).toBe(first.turn + 1);
  });

  test("ends with the session", () => {
    const state = hear(firstState(null), told("managed"));
    expect(hear(state, { kind: "ended", why: "reused" }).gate).toBe("reused");
    expect(hear(state, { kind: "ended", why: "stopped" }).gate).toBe("closed");
    expect(hear(state, { kind: "beat" })).toBe(state);
  });

  test("does not grow without end", () => {
    let state = firstState(null);
    for (let id = 1; id <= 1_500; id++) state = hear(state, { kind: "event", event: { ...someEvents[0]!, id } });
    expect([state.events.length, state.events.at(-1)?.id]).toEqual([1_000, 1_500]);
  });
});
