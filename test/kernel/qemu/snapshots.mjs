// Writes what a service says of itself to standard output, a line whenever it has changed: node snapshots.mjs SOCKET.
// The line: when, when that was confirmed with the ME (ISO), its standing, AMT's version, whether it is virtual, its conditions.
import { request } from "node:http";

const [socketPath] = process.argv.slice(2);
let last = "";

function ask() {
  request({ socketPath, path: "/v1/status", headers: { host: "localhost" } }, (response) => {
    let body = "";
    response.setEncoding("utf8").on("data", (part) => {
      body += part;
    });
    response.on("end", () => {
      const s = JSON.parse(body);
      const codes = s.conditions.map(({ code }) => code).join(",");
      const line = `${s.confirmedAt} ${s.standing} ${s.amt.version} ${s.machine.virtual} ${codes}`;
      if (line !== last) console.log(`${new Date().toISOString()} ${line}`);
      last = line;
      setTimeout(ask, 50);
    });
  })
    .on("error", (error) => {
      console.log(`${new Date().toISOString()} - ${error.code}`);
      setTimeout(ask, 50);
    })
    .end();
}
ask();
