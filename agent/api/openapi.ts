import * as z from "zod";
import type { Route, RouteTable } from "./contract.ts";

type Json = Record<string, unknown>;

const failureBody: Json = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message"],
      properties: {
        code: { type: "string", description: "Stable; switch on this." },
        message: { type: "string", description: "For people." },
        params: { type: "object", additionalProperties: { type: ["string", "number"] } },
      },
    },
  },
};

/** The table as OpenAPI 3.1. `x-who` says who may call, since HTTP's own means do not apply to a local socket. */
export function openapi(routes: RouteTable, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes)) {
    const [method = "", path = ""] = name.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "amt-agent local API",
      version,
      description:
        "HTTP/1.1 over a unix socket or a named pipe. The user endpoint serves `user` routes to everybody and `console` routes to the user of the active local session; the admin endpoint (the same address with .admin behind it) serves all.",
    },
    servers: [{ url: "http://localhost" }],
    paths,
  };
}

function operation(name: string, route: Route): Json {
  const input = route.input && schema(route.input, "input");
  return {
    operationId: name.toLowerCase().replace(/ \/v1/, "").replaceAll("/", "-"),
    summary: route.title,
    "x-who": route.who,
    ...(input && name.startsWith("GET ") ? { parameters: parameters(input) } : {}),
    ...(input && name.startsWith("POST ")
      ? { requestBody: { required: true, content: { "application/json": { schema: input } } } }
      : {}),
    responses: {
      200: {
        description: route.stream ? "Server-sent events; the schema is that of one event's data" : route.title,
        content: {
          [route.stream ? "text/event-stream" : (route.media ?? "application/json")]: {
            schema: schema(route.output, "output"),
          },
        },
      },
      default: { description: "A refusal", content: { "application/json": { schema: failureBody } } },
    },
  };
}

function schema(of: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(of, { io, unrepresentable: "any" });
  return rest;
}

function parameters({ properties = {}, required = [] }: Json): Json[] {
  return Object.entries(properties as Record<string, Json>).map(([name, field]) => ({
    name,
    in: "query",
    required: (required as string[]).includes(name),
    schema: field,
  }));
}
