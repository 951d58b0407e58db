import { X509Certificate } from "node:crypto";
import { getControlMode } from "../../mei/amthi/provisioning.ts";
import { amthi } from "../../mei/clients.ts";
import { hostNetwork } from "../../platform/host-network.ts";
import type { Secret } from "../../platform/secret.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";
import { ConfigError } from "../config-error.ts";
import { parseServer } from "../rps/address.ts";
import { RpsError } from "../rps/error.ts";
import { hello, type Machine, readMachine } from "../rps/hello.ts";
import { methodOf, type Order, tasks } from "../rps/order.ts";
import { failedParts } from "../rps/report.ts";
import { type Result, run } from "../rps/run.ts";
import { connectServer } from "../rps/server.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { withPorts } from "./rps-ports.ts";
import { harmless } from "./terminal.ts";
import { loginFrom } from "./wsman-login.ts";

export interface ServerOptions {
  readonly url: string;
  /** Certificates, PEM, to one of which the server's must lead. */
  readonly serverCa?: string | undefined;
  readonly proxy?: string | undefined;
  readonly tenant?: string | undefined;
  /** The administrator's, once AMT is set up: a file that only its owner can read. */
  readonly passwordFile?: string | undefined;
}
export interface ActivateOptions extends ServerOptions {
  readonly profile: string;
  /** How the server shall list this machine. */
  readonly name?: string | undefined;
  /** The domain of the provisioning certificate, instead of AMT's own or the system's. */
  readonly domain?: string | undefined;
  /** Ask the server to change AMT to TLS before it configures it. */
  readonly tlsTunnel?: boolean | undefined;
}

/** `amt-agent activate --url URL --profile NAME` */
export const activateThroughServer = (context: Context, options: ActivateOptions): Promise<Exit> =>
  through(context, options, { do: "activate", profile: options.profile });

/** `amt-agent deactivate --url URL` */
export const deactivateThroughServer = (
  context: Context,
  options: ServerOptions & { readonly force?: boolean | undefined },
): Promise<Exit> => through(context, options, { do: "deactivate", force: options.force === true });

/** `amt-agent maintenance TASK --url URL` */
export function maintainThroughServer(context: Context, task: string, options: ServerOptions): Promise<Exit> {
  const known = tasks.find((one) => one === task);
  if (known === undefined) throw new ConfigError(`There is no task ${task}: ${tasks.join(", ")}.`);
  return through(context, options, { do: "maintenance", task: known });
}

async function through(context: Context, options: ServerOptions & Partial<ActivateOptions>, order: Order) {
  const { terminal, clock, signal, version, json } = context;
  const url = parseServer(options.url);
  const method = methodOf(order);
  const ca = options.serverCa === undefined ? undefined : certificatesIn(options.serverCa);
  const proxy = options.proxy === undefined ? undefined : parseProxy(options.proxy);
  const tell = (text: string): void => terminal.err(harmless(text));
  return withPorts(context, async ({ me, virtual, tls, offered, amt }): Promise<Exit> => {
    const session = me.session(amthi);
    const machine = await readMachine(session, { host: hostNetwork(), domain: options.domain, signal });
    const password = await passwordFor(context, machine, order, options.passwordFile);
    announce(tell, url, machine, password !== undefined);
    const server = await connectServer(url, { clock, signal, ...(ca && { ca }), ...(proxy && { proxy }) });
    const payload = await hello(
      machine,
      {
        tlsEnforced: tls,
        portsOffered: offered,
        names: order.do === "maintenance",
        ...(password && { password }),
        ...(options.name !== undefined && { friendlyName: options.name }),
        ...(options.tlsTunnel && { tlsTunnel: true }),
      },
      { amthi: session, signal },
    );
    const sender = { version, ...(options.tenant !== undefined && { tenant: options.tenant }) };
    const port = tls ? 16993 : 16992;
    const result = await run({ server, amt, port, sender, method, hello: payload, clock, signal, tell });
    const { mode } = await getControlMode.call(session, {}, { signal });
    checkResult(result, order, mode);
    const { text, parts } = result.report;
    if (json)
      terminal.out(
        JSON.stringify(
          {
            server: url.host,
            did: order.do,
            virtual,
            controlMode: mode,
            requests: result.requests,
            text,
            parts: Object.fromEntries(parts),
          },
          null,
          2,
        ),
      );
    else {
      terminal.out(`${harmless(text || "Done.")}${virtual ? "  virtual ME" : ""}`);
      for (const [subject, said] of parts) terminal.out(`  ${harmless(subject)}: ${harmless(said)}`);
      terminal.out(`  Control mode: ${mode}`);
    }
    return "ok";
  });
}

/** The machine is looked at, whatever the server says. */
function checkResult({ ok, report }: Result, order: Order, mode: string | number): void {
  const said = harmless(report.text || report.parts.map((part) => part.join(": ")).join("; ")).slice(0, 1_000);
  const now = `AMT's control mode is ${mode}`;
  if (!ok) throw new RpsError("RPS_REFUSED", `the provisioning server says: ${said || "failed"} (${now})`);
  const failed = failedParts(report).map((part) => harmless(part.join(": ")));
  if (failed.length > 0)
    throw new RpsError(
      "RPS_INCOMPLETE",
      `the provisioning server reports success, but not of everything: ${failed.join("; ")} (${now})`,
    );
  const due = order.do === "deactivate" ? mode === "none" : mode !== "none";
  if (!due)
    throw new RpsError(
      "RPS_INCOMPLETE",
      `the provisioning server reports success, but ${now}: ${said || "no reason given"}`,
    );
}

function announce(tell: (text: string) => void, url: URL, machine: Machine, isOwned: boolean): void {
  const whose = isOwned
    ? "the password of AMT's administrator"
    : "the password of AMT's account for this machine's programs";
  tell(
    `The provisioning server ${url.host} is told: AMT's version and UUID (${machine.uuid}), this machine's name (${machine.hostname}) and domain (${machine.domain || "none"}), the certificates AMT accepts for a setup, and ${whose}.`,
  );
  tell("From then on it decides what is done to AMT, until it says that it has finished.");
}

async function passwordFor(
  context: Context,
  { mode }: Machine,
  order: Order,
  passwordFile: string | undefined,
): Promise<Secret | undefined> {
  if (mode !== 0) return (await loginFrom({ user: "admin", passwordFile }, context))?.password;
  if (order.do === "activate") return undefined;
  throw new RpsError(
    "RPS_NOT_SET_UP",
    `AMT is not set up on this machine: there is nothing to ${order.do === "deactivate" ? "end" : "maintain"}`,
  );
}

/** Whoever may write this file decides who passes for the server. */
function certificatesIn(file: string): string {
  let pem: string;
  try {
    pem = readTrustedFile(file, "names-commands");
  } catch (error) {
    if ((error as { code?: unknown }).code === "FILE_UNTRUSTED") throw error;
    throw new ConfigError(`The certificates of --server-ca cannot be read: ${(error as Error).message}`);
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.map((block) => new X509Certificate(block)).length > 0) return pem;
  } catch {
    // said below
  }
  throw new ConfigError(`${file} (--server-ca) holds no certificate in PEM form.`);
}

function parseProxy(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === "http:" && url.username === "" && url.password === "") return url;
  } catch {
    // said below
  }
  throw new ConfigError("--proxy must be http://HOST:PORT, without user and password.");
}
