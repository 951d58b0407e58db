import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amtAgent, amtAgentJson, type Json } from "../support/program.ts";

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../docs/schema/${name}`, import.meta.url), "utf8"));

describe("info over every virtual machine", async () => {
  const { json: machines } = await amtAgentJson(["virtual-me", "--list"]);
  const infos = new Map<string, Json>();
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const valid = ajv.compile(schema("info.schema.json"));

  test("there are at least ten machines, each with a name, a description, a version and a mode", () => {
    expect(machines.length).toBeGreaterThanOrEqual(10);
    for (const machine of machines)
      expect(Object.keys(machine).sort()).toEqual(["description", "mode", "name", "version"]);
  });

  test.for(machines.map(({ name }: { name: string }) => name) as string[])(
    "%s validates against the published schema, and says that it is virtual",
    async (name) => {
      const { code, json } = await amtAgentJson(["info", "--mei", `virtual:${name}`]);
      expect(code).toBe(0);
      expect(valid(json), JSON.stringify(valid.errors)).toBe(true);
      expect(json.machine).toMatchObject({ virtual: true, name });
      infos.set(name, json);
    },
  );

  test("every unknown says why", () => {
    for (const info of infos.values()) {
      const silent = nulls(info).filter(
        (field) => !info.unknown.some((entry: Json) => field === entry.field || field.startsWith(`${entry.field}.`)),
      );
      expect(
        silent.filter((field) => field !== "machine.notice" && field !== "machine.name" && field !== "setup.at"),
      ).toEqual([]);
    }
  });

  test("machines with different facts give different answers", () => {
    const bare = [...infos.values()].map(({ amt, firmware, network, sessions }) =>
      JSON.stringify({ amt, firmware, network, sessions }),
    );
    expect(new Set(bare).size).toBe(machines.length);
  });
});

/** Paths of all nulls, arrays left out. */
function nulls(value: Json, path = ""): string[] {
  if (value === null) return [path];
  if (typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => nulls(part, path ? `${path}.${key}` : key));
}

describe("info for people", () => {
  test("a machine without AMT is an answer, not a failure", async () => {
    const { code, stdout } = await amtAgent(["info", "--mei", "virtual:consumer-11"]);
    expect(code).toBe(0);
    expect(stdout).toContain("This ME has no AMT");
  });
  test("no colour when it is no terminal, and the virtual machine is named first", async () => {
    const { stdout } = await amtAgent(["info", "--mei", "virtual:acm-15"]);
    expect(stdout).not.toContain("\u001b");
    expect(stdout.split("\n")[0]).toContain("virtual ME (acm-15)");
  });
});

describe("what info loads", () => {
  let loaded: string[];
  beforeAll(async () => {
    const probe = `data:text/javascript,${encodeURIComponent(
      "import{createRequire}from'node:module';import{writeSync}from'node:fs';process.on('exit',()=>{const r=createRequire(process.argv[1]);writeSync(2,JSON.stringify(Object.keys(r.cache)))})",
    )}`;
    const { stderr } = await amtAgent(["info", "--mei", "virtual:acm-15", "--json"], {
      env: { NODE_OPTIONS: `--import ${probe}` },
    });
    loaded = JSON.parse(stderr);
  });
  afterAll(() => {
    loaded = [];
  });
  test("neither zod nor winston nor koffi nor YAML, and no bundle that holds them", () => {
    const records: { file: string; packages: string[]; requires: string[] }[] = JSON.parse(
      readFileSync(new URL("../../dist/bundles.json", import.meta.url), "utf8"),
    );
    const files = loaded.map((path) => path.split("/").at(-1));
    expect(files).toContain("amt-agent.cjs");
    expect(loaded.filter((path) => path.includes("node_modules"))).toEqual([]);
    const inside = records
      .filter(({ file }) => files.includes(file))
      .flatMap(({ packages, requires }) => [...packages, ...requires]);
    expect([...new Set(inside)].sort()).toEqual(["commander"]);
  });
});
