import { resolve } from "node:path";
import { domainOf } from "../../virtual-me/main.ts";
import { writePki } from "../../virtual-me/pki/write.ts";
import { ConfigError } from "../config-error.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

/** `amt-agent virtual-me pki` */
export async function virtualPki(
  { terminal, json }: Context,
  { out, machine }: { out: string | undefined; machine: string | undefined },
): Promise<Exit> {
  if (out === undefined) throw new ConfigError("virtual-me pki needs --out DIR: where the certificates go.");
  const domain = await domainOf(machine);
  const directory = resolve(out);
  const certificates = writePki({ directory, domain });
  if (json) {
    terminal.out(JSON.stringify({ directory, domain, virtual: true, certificates }, null, 2));
    return "ok";
  }
  terminal.out(`Certificates for ${domain} in ${directory}. Virtual machines trust their root; nothing real does.`);
  const width = Math.max(...certificates.map(({ name }) => name.length)) + 6;
  for (const { name, title, good } of certificates)
    terminal.out(`  ${good ? "good" : "bad "}  ${`${name}.pfx`.padEnd(width)}${title}`);
  terminal.out(`The passwords: ${directory}/password, and another-password for wrong-password.pfx.`);
  return "ok";
}
