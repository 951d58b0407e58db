import { expect, test } from "vitest";
import { exposition } from "../../agent/metrics/exposition.ts";
import { metricsOf, type Reading } from "../../agent/metrics/metrics.ts";
import { snapshot } from "../support/local-api.ts";

const reading: Reading = {
  version: "1.2.3",
  started: "2026-01-01T00:00:00Z",
  snapshot,
  presence: { agents: [], osWatchdog: null },
  lastEvent: 7,
  events: new Map([["session warning", 2]]),
  memory: 50_000_000,
  cpu: 1.5,
};
const textOf = (change: Partial<Reading> = {}): string => exposition(metricsOf({ ...reading, ...change }));

test("every metric has its prefix, HELP and TYPE, once and before its values", () => {
  const lines = textOf().trimEnd().split("\n");
  const declared = new Set<string>();
  for (const line of lines) {
    const [, kind, name = ""] = /^# (HELP|TYPE) (amt_agent_[a-z0-9_]+) \S/.exec(line) ?? [];
    if (kind) {
      expect([line, declared.has(`${kind} ${name}`)]).toEqual([line, false]);
      declared.add(`${kind} ${name}`);
    } else {
      const [, sample = ""] =
        /^(amt_agent_[a-z0-9_]+)(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? -?[0-9.e+]+$/.exec(line) ?? [];
      expect([line, declared.has(`TYPE ${sample}`)]).toEqual([line, true]);
    }
  }
  expect(textOf()).toContain('amt_agent_events_total{kind="session",severity="warning"} 2\n');
});

test("what is not known has no value: never the 0 of a no", () => {
  expect(textOf()).not.toMatch(/session_open|control_mode|me_last_answer|alerts_total/);
  const sessions = { kvm: true, consentPending: null, sol: false, storage: null };
  const known = textOf({ snapshot: { ...snapshot, sessions } });
  expect(known.match(/session_open\{.*/g)).toEqual(['session_open{kind="kvm"} 1', 'session_open{kind="sol"} 0']);
});

test("firmware chooses no label: whatever it says, there are no more series", () => {
  const evil = 'x"} 1\nevil{a="';
  const ports = Array.from({ length: 500 }, (_, n) => ({ port: 20_000 + n, state: "open" as const, at: [] }));
  const hostile = textOf({
    snapshot: {
      ...snapshot,
      amt: { ...snapshot.amt, version: evil, controlMode: evil, brand: evil },
      machine: { ...snapshot.machine, name: evil },
      lms: { state: "open", holder: evil, code: evil, alerts: 3, ports },
    },
  });
  expect(hostile).not.toContain("evil");
  expect(hostile.split("\n").length).toBeLessThan(90);
  expect(
    exposition([{ name: "x", type: "gauge", help: "a\nb", samples: [{ labels: { a: 'q"\\\n' }, value: 1 }] }]),
  ).toBe('# HELP amt_agent_x a\\nb\n# TYPE amt_agent_x gauge\namt_agent_x{a="q\\"\\\\\\n"} 1\n');
});
