import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type Clock, deadline } from "../../platform/clock.ts";
import { adminEndpoint } from "../../platform/paths.ts";
import { ApiClientError, answerIn, parse, unreachable } from "./client-error.ts";
import { dial, queryOf, responseTo, textOf, type Wait } from "./client-http.ts";
// Types only: a command that asks the service must not load the schemas to do so
import type {
  AdminRoute,
  ConsoleRoute,
  Frame,
  InputOf,
  LeaseFrame,
  OpenRoute,
  OutputOf,
  Route,
  Routes,
} from "./contract.ts";

export { ApiClientError, type ApiClientErrorCode, type Refusal } from "./client-error.ts";

/** `(options)` where there is nothing to send, `(input, options)` where there is. */
type Arguments<R extends Route> =
  undefined extends InputOf<R>
    ? [Wait] | [undefined, Wait]
    : Record<never, never> extends InputOf<R>
      ? [Wait] | [InputOf<R>, Wait]
      : [InputOf<R>, Wait];

/** Every call rejects ApiClientError, or the signal's reason as soon as that aborts. */
export interface ApiClient {
  call<R extends OpenRoute>(route: R, ...args: Arguments<Routes[R]>): Promise<OutputOf<Routes[R]>>;
  /** The same on the admin endpoint, which alone serves these. */
  callAdmin<R extends AdminRoute>(route: R, ...args: Arguments<Routes[R]>): Promise<OutputOf<Routes[R]>>;
  /** As the user at the console; who is not that, as an administrator, where he may. */
  callConsole<R extends ConsoleRoute>(route: R, ...args: Arguments<Routes[R]>): Promise<OutputOf<Routes[R]>>;
  /** Reads the stream until the signal aborts; rejects API_UNREACHABLE when the service ends it or falls silent. */
  events(options: Wait & { readonly onEvent: (frame: Frame) => void }): Promise<never>;
  /** Stands for a guarded program until the signal aborts; rejects as `events`, and API_DENIED where it may not. */
  lease(name: string, options: Wait & { readonly onHeld: () => void }): Promise<never>;
}

export interface ApiClientOptions {
  /** The user endpoint. */
  readonly socket: string;
  readonly clock: Clock;
  /** Looks at who is at the other end before anything is sent: `assertTrustedServer`, for calls that carry secrets. */
  readonly checkServer?: (socket: Socket, address: string) => void | Promise<void>;
}

/** Bytes; a frame holds a snapshot or an event. */
const maxLine = 1024 * 1024;
/** ms. Three heartbeats missed: the service hangs, and what it said last may no longer be so. */
const longestSilence = 45_000;

export function apiClient({ socket: address, clock, checkServer }: ApiClientOptions): ApiClient {
  /** Sends one request; the response's body is still to come. */
  async function send(to: string, route: string, input: unknown, { signal }: Wait): Promise<IncomingMessage> {
    const socket = await dial(to, { signal });
    try {
      await checkServer?.(socket, to);
      signal.throwIfAborted();
      const { request } = await import("node:http");
      const [method = "GET", path = ""] = route.split(" ");
      const body = method === "POST" ? JSON.stringify(input ?? {}) : undefined;
      return await responseTo(
        request({
          method,
          path: method === "GET" ? path + queryOf(input) : path,
          createConnection: () => socket,
          headers: {
            Host: "localhost",
            Connection: "close",
            ...(body === undefined
              ? {}
              : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
          },
        }),
        body,
        { signal },
      );
    } catch (error) {
      socket.destroy();
      throw unreachable(to, error, signal);
    }
  }

  async function call(to: string, route: string, args: readonly unknown[]): Promise<unknown> {
    const { signal } = args.at(-1) as Wait;
    const response = await send(to, route, args.length > 1 ? args[0] : undefined, { signal });
    const onAbort = (): void => void response.destroy(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      signal.throwIfAborted();
      const text = await textOf(response);
      const isText = response.headers["content-type"]?.startsWith("text/plain");
      return response.statusCode === 200 && isText ? text : answerIn(response.statusCode ?? 0, text);
    } catch (error) {
      throw unreachable(to, error, signal);
    } finally {
      signal.removeEventListener("abort", onAbort);
      response.destroy();
    }
  }

  /** Reads a stream of the user endpoint to its end, which it rejects with. */
  async function follow(
    route: string,
    input: unknown,
    onFrame: (frame: unknown) => void,
    { signal }: Wait,
  ): Promise<never> {
    const response = await send(address, route, input, { signal });
    const silent = (): Error =>
      new ApiClientError("API_UNREACHABLE", `The service at ${address} has fallen silent; it may hang. Restart it.`);
    let patience = deadline(clock, longestSilence, [signal], silent);
    const onAbort = (): void => void response.destroy(patience.signal.reason);
    const renew = (): void => {
      patience.signal.removeEventListener("abort", onAbort);
      patience.done();
      patience = deadline(clock, longestSilence, [signal], silent);
      patience.signal.addEventListener("abort", onAbort, { once: true });
    };
    renew();
    try {
      signal.throwIfAborted();
      if (response.statusCode !== 200) answerIn(response.statusCode ?? 0, await textOf(response));
      let rest = "";
      response.setEncoding("utf8");
      for await (const chunk of response as AsyncIterable<string>) {
        renew();
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        if (rest.length > maxLine) throw new ApiClientError("API_PROTOCOL", "A line of the stream has no end.");
        for (const line of lines) if (line.startsWith("data: ")) onFrame(parse(line.slice(6)));
      }
      throw new ApiClientError("API_UNREACHABLE", `The service at ${address} has ended the stream.`);
    } catch (error) {
      throw unreachable(address, error, signal);
    } finally {
      patience.signal.removeEventListener("abort", onAbort);
      patience.done();
      response.destroy();
    }
  }

  return {
    // The table's types hold for the caller; here every route is a string, and every answer JSON
    call: (route, ...args) => call(address, route, args) as Promise<never>,
    callAdmin: (route, ...args) => call(adminEndpoint(address), route, args) as Promise<never>,
    async callConsole(route, ...args) {
      try {
        return (await call(address, route, args)) as never;
      } catch (refused) {
        if (!(refused instanceof ApiClientError) || refused.refusal?.code !== "API_DENIED") throw refused;
        try {
          return (await call(adminEndpoint(address), route, args)) as never;
        } catch (error) {
          // Whoever may not knock at that door either is told why the first one stayed shut
          const isShut = error instanceof ApiClientError && ["API_DENIED", "API_UNREACHABLE"].includes(error.code);
          if (isShut && !error.refusal) throw refused;
          throw error;
        }
      }
    },
    events: ({ signal, onEvent }) =>
      follow("GET /v1/stream", undefined, (frame) => onEvent(frame as Frame), { signal }),
    lease: (name, { signal, onHeld }) =>
      follow(
        "GET /v1/presence/lease",
        { name },
        (frame) => {
          const { held, ...refused } = frame as LeaseFrame & { why?: string; message?: string };
          if (!held) throw new ApiClientError("API_DENIED", refused.message ?? "The service refuses the lease.");
          onHeld();
        },
        { signal },
      ),
  };
}
