import { readFileSync, writeFileSync } from "node:fs";
import { rpsServer, type Script } from "../../support/rps-server.ts";

/**
 * A provisioning server for the clean machine: `provisioning-server.ts SCRIPT CERTIFICATE KEY PORT-FILE`. Writes its port, follows the script
 * for whoever comes, and says at its end `N finished`, and what went wrong from its view.
 */
const [script = "", certificate = "", key = "", portFile = ""] = process.argv.slice(2);
const text = (file: string): string => readFileSync(file, "utf8");
const server = await rpsServer(JSON.parse(text(script)) as Script, {
  tls: { cert: text(certificate), key: text(key) },
});
process.once("SIGTERM", () => {
  console.log([`${server.finished} finished`, ...server.problems].join("\n"));
  void server.stop();
});
writeFileSync(portFile, `${server.port}\n`);
