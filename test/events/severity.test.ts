import { expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { classOf } from "../../agent/events/kinds.ts";

test.each([
  ["the first look is no change", message("event.standing", { from: "unknown", to: "managed" }), "info"],
  ["somebody has set AMT up", message("event.standing", { from: "unmanaged", to: "managed" }), "warning"],
  ["nobody can say any more", message("event.standing", { from: "managed", to: "unknown" }), "warning"],
  ["a condition that is only good to know", message("event.condition.raised", { condition: "virtual" }), "info"],
  ["one that is trouble", message("event.condition.raised", { condition: "me-absent" }), "error"],
  ["somebody looks", message("event.session.opened", { kind: "KVM" }), "warning"],
])("%s", (_, what, severity) => expect(classOf(what).severity).toBe(severity));
