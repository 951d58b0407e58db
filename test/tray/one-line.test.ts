import { describe, expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { say } from "../../tray/menu.ts";
import { harmless, oneLine } from "../../tray/one-line.ts";

describe("a sentence of ours", () => {
  test("keeps the marks that set a part apart, and no other sign of direction", () => {
    expect(oneLine("\u2068/run/x\u2069 \u202eok\u202c\n\u2067b\u2069".replace("\u2069".repeat(2), ""))).not.toMatch(
      /[\u202a-\u202e\n\u2067]/,
    );
    expect(oneLine("before \u2068/run/x\u2069 after")).toBe("before \u2068/run/x\u2069 after");
  });
  test("closes what its end cut off, and loses the marks where one has no partner", () => {
    expect(oneLine(`\u2068${"x".repeat(400)}\u2069`)).toBe(`\u2068${"x".repeat(299)}\u2069`);
    expect(oneLine("\u2069 out \u2068")).not.toMatch(/[\u2068\u2069]/);
  });
});

test("what comes from outside brings no sign of direction into it", () => {
  const words = { messages: { "unknown.busy": ({ holder }: { holder: string }) => `\u2068${holder}\u2069` } };
  const said = say(message("unknown.busy", { holder: "a\u2069b\u202ec\u2068\n" }), words as never);
  expect(oneLine(said)).toBe("\u2068a b c \u2069");
  expect(harmless("\u2068x\u2069")).toBe(" x ");
});
