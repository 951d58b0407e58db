import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { hostNetwork, suffixIn } from "../../platform/host-network.ts";

test.each([
  ["search corp.example.com example.com\n", "corp.example.com"],
  ["domain a.example\nsearch b.example\n", "b.example"],
  ["# search no.example\nnameserver 192.0.2.1\n", null],
  ["  search\tx.example # why\n", "x.example"],
  ["", null],
])("the suffix in %j", (text, suffix) => expect(suffixIn(text)).toBe(suffix));

test("a machine without the file has no suffix; loopback is left out", () => {
  const { dnsSuffix, interfaces } = hostNetwork({ resolvConf: "/nonexistent/resolv.conf" });
  expect(dnsSuffix).toBeNull();
  const outside = Object.entries(networkInterfaces()).filter(([, list]) => list?.some(({ internal }) => !internal));
  expect(interfaces.map(({ name }) => name).sort()).toEqual(outside.map(([name]) => name).sort());
});
