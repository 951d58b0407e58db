import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { defineRoutes, type Route, routes } from "../../agent/api/contract.ts";
import type { Handlers } from "../../agent/api/exchange.ts";
import { openapi } from "../../agent/api/openapi.ts";
import { plainHandlers } from "../support/local-api.ts";

const output = z.unknown();

describe("a route cannot be added", () => {
  test("without saying who may call it", () => {
    // @ts-expect-error who is missing: the compiler refuses the route
    expect(() => defineRoutes({ "GET /v1/x": { title: "x", output } })).toThrow(/GET \/v1\/x.*nobody may call it/);
  });
  test("for a caller nobody has heard of", () => {
    // @ts-expect-error "anybody" is not one of Who
    expect(() => defineRoutes({ "GET /v1/x": { who: "anybody", title: "x", output } })).toThrow(/user, console, admin/);
  });
  test("for a caller that comes from elsewhere, past the types", () => {
    const sneaked = JSON.parse('{"who":null,"title":"x"}') as Route;
    expect(() => defineRoutes({ "GET /v1/x": { ...sneaked, output } })).toThrow(/nobody may call it/);
  });
  test("under a name that is no method and path", () => {
    // @ts-expect-error PUT is not a method of this API
    expect(() => defineRoutes({ "PUT /v1/x": { who: "admin", title: "x", output } })).toThrow(/METHOD \/v1\/path/);
    expect(() => defineRoutes({ "GET /v1/x?y": { who: "user", title: "x", output } })).toThrow(/METHOD \/v1\/path/);
  });
  test("later, nor can a rule be changed", () => {
    const table = routes as unknown as Record<string, { who: string }>;
    expect(() => Object.assign(table, { "GET /v1/x": { who: "user" } })).toThrow(TypeError);
    expect(() => Object.assign(table["POST /v1/mei/call"]!, { who: "user" })).toThrow(TypeError);
  });
  test("without a handler", () => {
    const { "GET /v1/health": _left, ...rest } = plainHandlers;
    // @ts-expect-error one handler is missing: a service without it does not compile
    const incomplete: Handlers<typeof routes> = rest;
    expect(Object.keys(incomplete)).not.toContain("GET /v1/health");
  });
});

test("what changes the ME, or reads it raw, is for administrators alone, but for what is the business of the user at the screen", () => {
  /** Of one's own program: the handler looks whose it is. */
  const own = ["POST /v1/presence/release"];
  const ofConsole = Object.entries<Route>(routes).flatMap(([name, { who }]) => (who === "console" ? [name] : []));
  expect(ofConsole.sort()).toEqual([
    "POST /v1/consent/cancel",
    "POST /v1/help-desk/connect",
    "POST /v1/help-desk/disconnect",
    "POST /v1/power/cancel",
    "POST /v1/presence/cancel-reset",
    "POST /v1/sessions/end",
    "POST /v1/wlan/to-host",
  ]);
  const others = [...own, ...ofConsole];
  const posts = Object.entries<Route>(routes).filter(([name]) => name.startsWith("POST ") && !others.includes(name));
  expect(posts.map(([name, { who }]) => [name, who])).toEqual(posts.map(([name]) => [name, "admin"]));
});

describe("OpenAPI", () => {
  const document = openapi(routes, "1.2.3") as {
    openapi: string;
    paths: Record<string, Record<string, { "x-who": string; responses: Record<string, { content: object }> }>>;
  };

  test("has every route with its rule, and nothing else", () => {
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation["x-who"]]),
    );
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(Object.entries<Route>(routes).map(([name, { who }]) => [name, who])),
    );
    expect(document.openapi).toBe("3.1.0");
  });

  test("has schemas that are valid JSON Schema 2020-12 and take what is answered", async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const schemaOf = (path: string): object => {
      const content = document.paths[path]!.get!.responses["200"]!.content as Record<string, { schema: object }>;
      return Object.values(content)[0]!.schema;
    };
    for (const path of Object.keys(document.paths)) if (document.paths[path]!.get) ajv.compile(schemaOf(path));
    const status = plainHandlers["GET /v1/status"];
    const valid = ajv.compile(schemaOf("/v1/status"));
    const answered = await status({
      input: undefined,
      caller: { endpoint: "user", peer: undefined },
      signal: new AbortController().signal,
    });
    expect(valid(answered)).toBe(true);
    expect(valid({ ...answered, standing: "fine" })).toBe(false);
  });
});
