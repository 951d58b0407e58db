// Follows a service: node snapshots.mjs SOCKET. Lines on standard output, times in ISO:
//   snapshot TIME CONFIRMED STANDING VERSION VIRTUAL CONDITIONS   whenever it has changed; CONFIRMED: with the ME
//   asked TIME, answered TIME STATUS                              GET /v1/info, sent on SIGUSR2
import { request } from "node:http";

const [socketPath] = process.argv.slice(2);
const now = () => new Date().toISOString();
let last = "";

function get(path) {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, headers: { host: "localhost" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part) => {
        body += part;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    })
      .on("error", reject)
      .end();
  });
}

process.on("SIGUSR2", async () => {
  console.log(`asked ${now()}`);
  const { status } = await get("/v1/info");
  console.log(`answered ${now()} ${status}`);
});

for (;;) {
  const s = JSON.parse((await get("/v1/status")).body);
  const codes = s.conditions.map(({ code }) => code).join(",");
  const line = `${s.confirmedAt} ${s.standing} ${s.amt.version} ${s.machine.virtual} ${codes}`;
  if (line !== last) console.log(`snapshot ${now()} ${line}`);
  last = line;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
