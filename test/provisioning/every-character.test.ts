import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Wish } from "../../agent/provisioning/wish.ts";
import { Secret } from "../../platform/secret.ts";
import { digestRealm, passwordDigest } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { activateAdmin, activateClient, chainOfKind, type Station, station } from "../support/provisioning.ts";

const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join("");
/** Every one of them, in parts that AMT's rules for passwords allow. */
const passwords = [0, 24, 48, 72].map((from) => `aA1!${printable.slice(from, from + 24)}`);

/** Every envelope that comes to AMT's web services from now on, TLS taken off. */
async function listen({ me }: Station): Promise<readonly string[]> {
  const heard: string[] = [];
  const { manageability } = await me.web();
  const answer = manageability.answer.bind(manageability);
  Object.assign(manageability, {
    answer: (...[request, options]: Parameters<typeof answer>) => {
      heard.push(request.body.toString("utf8"));
      return answer(request, options);
    },
  });
  return heard;
}

const has = ({ me: { world } }: Station): string | undefined => world.accounts.get("admin")?.digest.reveal();
const digest = ({ me }: Station, password: string): string =>
  passwordDigest("admin", digestRealm(me.machine), password).reveal();

const given = (password: string) => ({ secret: new Secret(password), reference: "given by its owner" });
type Life = (password: string) => readonly Wish[];
const lives: Readonly<Record<string, readonly [machine: string, requests: number, wishes: Life]>> = {
  "client, upgrade, deactivate": [
    "unprovisioned-11",
    9,
    (password) => [
      { ...activateClient(), password: given(password) } as Wish,
      { kind: "upgrade", password: new Secret(password), chain: chainOfKind("provisioning") },
      { kind: "deactivate", partial: false, password: new Secret(password) },
    ],
  ],
  "admin, deactivate partly": [
    "unprovisioned-11",
    8,
    (password) => [
      { ...activateAdmin(), password: given(password) } as Wish,
      { kind: "deactivate", partial: true, password: new Secret(password) },
    ],
  ],
  "client over TLS, deactivate": [
    "unprovisioned-19",
    3,
    (password) => [{ ...activateClient(), password: given(password) } as Wish, { kind: "deactivate", partial: false }],
  ],
  "admin, secure, deactivate": [
    "unprovisioned-19",
    6,
    (password) => [
      { ...activateAdmin(), password: given(password), mebxPassword: new Secret(password) } as Wish,
      { kind: "deactivate", partial: false, password: new Secret(password) },
    ],
  ],
};

const all = Object.entries(lives).flatMap(([name, life]) => passwords.map((one) => [name, one, ...life] as const));
test.runIf(await needs("libxml2-utils"))("no character is left out", () => {
  expect([...printable].filter((one) => !passwords.join("").includes(one))).toEqual([]);
});
test.runIf(await needs("libxml2-utils")).each(all)(
  "%s, with the password %s: no request that another parser would not read",
  async (life, password, machine, requests, wishes) => {
    const at = await station(machine);
    try {
      const heard = await listen(at);
      for (const wish of wishes(password)) {
        expect((await at.operate(wish)).outcome).toBe("done");
        if (wish.kind !== "deactivate") expect(has(at)).toBe(digest(at, password));
      }
      expect(heard.length).toBeGreaterThanOrEqual(requests);
      const files = heard.map((envelope, index) => {
        writeFileSync(at.in(`${index}.xml`), envelope);
        return at.in(`${index}.xml`);
      });
      execFileSync("xmllint", ["--noout", "--nonet", ...files], { stdio: ["ignore", "ignore", "pipe"] });
      for (const mebx of files.filter((_file, index) => heard[index]?.includes("SetMEBxPassword_INPUT"))) {
        const xpath = "string(//*[local-name()='SetMEBxPassword_INPUT']/*[local-name()='Password'])";
        expect(execFileSync("xmllint", ["--xpath", xpath, mebx], { encoding: "utf8" })).toBe(`${password}\n`);
      }
      expect(heard.some((one) => one.includes("SetMEBxPassword_INPUT"))).toBe(life.includes("secure"));
    } finally {
      await at.close();
    }
  },
  60_000,
);
