import { createServer } from "node:net";
import { type ApiClientError, apiClient } from "../../agent/api/client.ts";
import { realClock } from "../../platform/clock.ts";

// Run as another user: `ask SOCKET` prints what an admin call comes to, `serve SOCKET` listens until its input ends.
const [what, socket = ""] = process.argv.slice(2);
const { signal } = new AbortController();
if (what === "serve") {
  const server = createServer().listen(socket, () => console.log("up"));
  process.stdin.resume().once("end", () => server.close());
} else {
  const client = apiClient({ socket, clock: realClock });
  const { standing } = await client.call("GET /v1/status", { signal });
  const denied = await client
    .callAdmin("POST /v1/mei/call", { command: "x" }, { signal })
    .catch((e: ApiClientError) => e);
  console.log(JSON.stringify({ standing, code: (denied as ApiClientError).code }));
}
