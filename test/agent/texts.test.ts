import { expect, test } from "vitest";
import { message, type TextCode, texts } from "../../agent/api/texts.ts";
import { conditions } from "../../agent/health.ts";

/** Any parameter a text asks for, by its own name, so that a forgotten one shows as `undefined`. */
const params = new Proxy({}, { get: (_, name) => `<${String(name)}>` }) as never;

test.each(Object.keys(texts) as TextCode[])("%s is one line that says something, with all its parameters", (code) => {
  const { text } = message(code, params);
  expect(text.length).toBeGreaterThan(1);
  expect(text).not.toMatch(/undefined|\n/);
});

test("every condition has its words and a remedy", () => {
  for (const code of Object.keys(conditions))
    expect(Object.keys(texts)).toEqual(expect.arrayContaining([`condition.${code}`, `condition.${code}.remedy`]));
});

const known = [
  "advisories",
  "agents",
  "count",
  "destinations",
  "device",
  "holder",
  "code",
  "machine",
  "ports",
  "at",
  "what",
  "virtual",
];
test("every condition's words need nothing but what the watch gives", () => {
  for (const code of Object.keys(conditions) as (keyof typeof conditions)[]) {
    const asked = new Set<string>();
    const noting = new Proxy({}, { get: (_, name) => asked.add(String(name)) && "x" }) as never;
    message(`condition.${code}`, noting);
    message(`condition.${code}.remedy`, noting);
    expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
  }
});
