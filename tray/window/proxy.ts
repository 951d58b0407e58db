import type { ApiClient } from "../../agent/api/client.ts";
import { postureView } from "./posture-view.ts";

type Query = Readonly<Record<string, string>>;
type Ask = (client: Pick<ApiClient, "call">, query: Query, signal: AbortSignal) => Promise<unknown>;

/** What the pages may read of the service, and with which words behind the `?`. Nothing else is passed on. */
const routes: Readonly<Record<string, { readonly query: readonly string[]; readonly ask: Ask }>> = {
  "/api/info": { query: [], ask: (client, _, signal) => client.call("GET /v1/info", { signal }) },
  "/api/health": { query: [], ask: (client, _, signal) => client.call("GET /v1/health", { signal }) },
  "/api/version": { query: [], ask: (client, _, signal) => client.call("GET /v1/version", { signal }) },
  "/api/privacy": { query: [], ask: (client, _, signal) => client.call("GET /v1/privacy", { signal }) },
  "/api/consent": { query: [], ask: (client, _, signal) => client.call("GET /v1/consent", { signal }) },
  "/api/help-desk": { query: [], ask: (client, _, signal) => client.call("GET /v1/help-desk", { signal }) },
  "/api/posture": {
    query: [],
    ask: async (client, _, signal) => postureView((await client.call("GET /v1/posture", { signal })).report.document),
  },
  "/api/presence": { query: [], ask: (client, _, signal) => client.call("GET /v1/presence", { signal }) },
  "/api/events": {
    query: ["after", "since", "kind", "limit"],
    // The service checks what they hold
    ask: (client, query, signal) => client.call("GET /v1/events", query as { kind?: never }, { signal }),
  },
};

type Act = (client: Pick<ApiClient, "callConsole">, query: Query, signal: AbortSignal) => Promise<unknown>;
/** What the pages may have the service do, as the user at this PC's screen; the service says who that is. */
const acts: Readonly<Record<string, { readonly query: readonly string[]; readonly act: Act }>> = {
  "/api/sessions/end": {
    query: ["kind"],
    act: (client, query, signal) => client.callConsole("POST /v1/sessions/end", query as { kind?: never }, { signal }),
  },
  "/api/consent/cancel": {
    query: [],
    act: (client, _, signal) => client.callConsole("POST /v1/consent/cancel", { signal }),
  },
  "/api/help-desk/connect": {
    query: [],
    act: (client, _, signal) => client.callConsole("POST /v1/help-desk/connect", { signal }),
  },
  "/api/help-desk/disconnect": {
    query: [],
    act: (client, _, signal) => client.callConsole("POST /v1/help-desk/disconnect", { signal }),
  },
};
export const isAct = (pathname: string): boolean => Object.hasOwn(acts, pathname);

export interface Asked {
  readonly status: number;
  readonly body: unknown;
}

/** The service's answer to one of the pages' questions or wishes; undefined where it is none of them. */
export async function askService(
  client: Pick<ApiClient, "call" | "callConsole">,
  { pathname, searchParams }: URL,
  { signal }: { signal: AbortSignal },
): Promise<Asked | undefined> {
  const route = routeOf(client, pathname);
  if (!route) return undefined;
  const query = [...searchParams];
  if (query.some(([name]) => !route.query.includes(name)) || new Set(searchParams.keys()).size !== query.length)
    return { status: 400, body: { error: { code: "QUERY" } } };
  try {
    return { status: 200, body: await route.ask(Object.fromEntries(query), signal) };
  } catch (error) {
    return refusalOf(error);
  }
}

function routeOf(client: Pick<ApiClient, "call" | "callConsole">, pathname: string) {
  const act = Object.hasOwn(acts, pathname) ? acts[pathname] : undefined;
  const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
  if (act) return { query: act.query, ask: (query: Query, signal: AbortSignal) => act.act(client, query, signal) };
  return route && { query: route.query, ask: (query: Query, signal: AbortSignal) => route.ask(client, query, signal) };
}

/** Errors of the client by their code; whatever has none of these is a fault of ours, and goes on. */
function refusalOf(error: unknown): Asked {
  const { code, message, refusal, status } = error as {
    code?: unknown;
    message: string;
    refusal?: { code: string; message: string };
    status?: number;
  };
  const said = { code: refusal?.code ?? code, message: refusal?.message ?? message };
  if (code === "API_UNREACHABLE") return { status: 503, body: { error: said } };
  if (code === "API_DENIED") return { status: 403, body: { error: said } };
  if (code === "API_REFUSED" || code === "API_PROTOCOL") return { status: status ?? 502, body: { error: said } };
  throw error;
}
