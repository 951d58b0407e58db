import { expect, test } from "vitest";
import { didYouMean, nearest } from "../../platform/nearest.ts";

const machines = ["consumer", "disabled", "acm-15", "acm-16-tls", "ccm-12", "bare-18", "bare-19"];

test.each([
  ["acm15", ["acm-15"]],
  ["amc-15", ["acm-15"]],
  ["ACM-15", ["acm-15"]],
  ["acm", ["acm-15", "acm-16-tls"]],
  ["bare-17", ["bare-18", "bare-19"]],
  ["xyzzy", []],
  ["", []],
])("%s is nearest to %j", (word, found) => expect(nearest(word, machines)).toEqual(found));

test("what is not near anything is told what there is", () => {
  expect(didYouMean("xyzzy", ["a", "b"])).toBe("valid: a, b");
  expect(didYouMean("alfa", ["alpha", "beta"])).toBe("did you mean alpha?");
  expect(didYouMean("x", [])).toBe("there is nothing to choose from");
});

test("a megabyte of word costs nothing", () => {
  const start = performance.now();
  nearest("x".repeat(1_000_000), machines);
  expect(performance.now() - start).toBeLessThan(100);
});
