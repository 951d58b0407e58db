import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface Issued {
  /** Files, PEM. */
  readonly certificate: string;
  readonly key: string;
  readonly pem: string;
  /** Lower-case hex, as openssl says it. */
  fingerprint(algorithm: "sha256" | "sha384"): Promise<string>;
}

export interface Authority {
  /** By `issuer`, or self-signed. */
  issue(name: string, options?: { issuer?: Issued; ca?: boolean; days?: number }): Promise<Issued>;
  remove(): Promise<void>;
}

/** Certificates made by the openssl command in a folder of their own. P-384, as those of the On-Die CA. */
export async function openAuthority(): Promise<Authority> {
  const folder = await mkdtemp(path.join(tmpdir(), "amt-agent-tls-"));
  let serial = 0;
  return {
    async issue(name, { issuer, ca = false, days = 2 } = {}) {
      const base = path.join(folder, `${++serial}`);
      const certificate = `${base}.pem`;
      const key = `${base}.key`;
      const config = `${base}.cnf`;
      await writeFile(config, `[req]\ndistinguished_name=d\n[d]\n[x]\nbasicConstraints=CA:${ca ? "TRUE" : "FALSE"}\n`);
      const subject = ["-subj", `/CN=${name}/O=Intel Corporation`, "-config", config];
      const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes", "-sha384", "-keyout", key];
      const dates = ["-days", `${days}`, "-extensions", "x"];
      if (issuer) {
        await execute("openssl", ["req", "-new", ...curve, ...subject, "-out", `${base}.csr`]);
        const by = ["-CA", issuer.certificate, "-CAkey", issuer.key, "-set_serial", `${serial}`, "-sha384"];
        const out = ["-extfile", config, "-in", `${base}.csr`, "-out", certificate];
        await execute("openssl", ["x509", "-req", ...by, ...dates, ...out]);
      } else {
        await execute("openssl", ["req", "-x509", ...curve, ...subject, ...dates, "-out", certificate]);
      }
      return {
        certificate,
        key,
        pem: await readFile(certificate, "utf8"),
        async fingerprint(algorithm) {
          const asked = ["x509", "-noout", "-fingerprint", `-${algorithm}`, "-in", certificate];
          const { stdout } = await execute("openssl", asked);
          return stdout
            .slice(stdout.indexOf("=") + 1)
            .replace(/[:\s]/g, "")
            .toLowerCase();
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface OpensslServer {
  readonly port: number;
  /** What it printed: without -www, the bytes that clients sent. */
  output(): string;
  stop(): Promise<void>;
}

/** `openssl s_server` on a free port of 127.0.0.1. */
export async function opensslServer(
  leaf: Issued,
  chain: readonly Issued[],
  ...options: string[]
): Promise<OpensslServer> {
  const chained = `${leaf.certificate}.chain`;
  await writeFile(chained, chain.map(({ pem }) => pem).join(""));
  const sent = chain.length > 0 ? ["-cert_chain", chained] : [];
  const named = ["-accept", "127.0.0.1:0", "-cert", leaf.certificate, "-key", leaf.key, ...sent];
  const child = spawn("openssl", ["s_server", ...named, ...options], { stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const onData = (data: Buffer): void => {
      output += data;
      const found = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(output);
      if (found) resolve(Number(found[1]));
    };
    child.stdout.on("data", onData);
    child.stderr.on("data", onData);
    child.once("close", () => reject(new Error(`openssl s_server ended: ${output}`)));
  });
  return {
    port,
    output: () => output,
    async stop() {
      child.kill();
      await exited;
    },
  };
}
