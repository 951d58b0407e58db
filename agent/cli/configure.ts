import { readFileSync, writeFileSync } from "node:fs";
import type { Credentials } from "../../mei/http/login.ts";
import { Secret } from "../../platform/secret.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";
import { type SubjectName, wantedOf } from "../api/wanted.ts";
import { fileLeaves, wantedFrom } from "../api/wanted-leaves.ts";
import { ConfigError } from "../config-error.ts";
import { certificateRequest } from "../provisioning/configure/certificate-request.ts";
import type { Outcome } from "../provisioning/configure/run.ts";
import { configureNamed, readNamed, subjects } from "../provisioning/configure/subjects.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harden } from "./harden.ts";
import { changeLine, outcomeLines, stateLines } from "./render-outcome.ts";
import { withReach } from "./with-reach.ts";
import { type LoginOptions, loginFrom, secretFile } from "./wsman-login.ts";

export interface ConfigureOptions extends LoginOptions {
  readonly dryRun: boolean;
}
/** What is wanted, as the local API and profiles say it; undefined: it is only shown what there is. */
export type Document = Readonly<Record<string, unknown>>;

/** The file of a certificate, which is no secret. Throws ConfigError. */
export function textFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`The file cannot be read: ${(error as Error).message}`);
  }
}
/** Of a password the first line, of a key all of them; a file that nobody else can read. */
function secretIn(path: string): Secret {
  const line = secretFile(path);
  return line.reveal().startsWith("-----BEGIN ") ? new Secret(readTrustedFile(path, "secret")) : line;
}
export const documentFiles = { readSecret: secretIn, readText: textFile };

/** The ME itself is told, and asks nobody who it is. */
const withoutLogin: ReadonlySet<SubjectName> = new Set(["amt"]);

export async function loginOf(context: Context, options: LoginOptions, name?: SubjectName): Promise<Credentials> {
  if (name !== undefined && withoutLogin.has(name)) return { user: "admin", password: new Secret("") };
  const found = await loginFrom({ ...options, user: options.user ?? "admin" }, context);
  if (found === undefined) throw new ConfigError("--user is needed");
  return found;
}

/** `amt-agent configure SUBJECT`: shows, or changes what differs from the document. */
export async function configureSubject(
  context: Context,
  name: SubjectName,
  document: Document | undefined,
  options: ConfigureOptions,
): Promise<Exit> {
  const { terminal, json } = context;
  await harden(context);
  // Refused before anybody is asked for a password
  const schemas = wantedOf(fileLeaves(documentFiles, { inlineSecrets: true }));
  const wanted = document && wantedFrom(schemas, name, document);
  const credentials = await loginOf(context, options, name);
  return withReach(context, credentials, async ({ reach, virtual }): Promise<Exit> => {
    const { title } = subjects[name];
    const head = `${title}${virtual ? "  virtual ME" : ""}`;
    if (wanted === undefined) {
      const now = await readNamed(name, reach);
      if (json) terminal.out(JSON.stringify({ schema: "amt-agent.configure/1", subject: name, virtual, now }, null, 2));
      else for (const line of [head, ...stateLines(now)]) terminal.out(line);
      return "ok";
    }
    if (!json) terminal.out(head);
    const { dryRun } = options;
    const onChange = json ? undefined : (change: Outcome["changes"][number]) => terminal.out(changeLine(change));
    const outcome = await configureNamed(name, wanted, reach, { dryRun, ...(onChange && { onChange }) });
    if (json) terminal.out(JSON.stringify({ schema: "amt-agent.configure/1", virtual, dryRun, ...outcome }, null, 2));
    else {
      if (dryRun) for (const change of outcome.changes) terminal.out(changeLine(change));
      for (const line of outcomeLines(outcome, terminal)) terminal.out(line);
    }
    return "ok";
  });
}

/** `amt-agent configure tls --csr-out FILE`: the request of a certificate, for the owner's authority. */
export async function requestCertificate(
  context: Context,
  { file, commonName }: { readonly file: string; readonly commonName: string | undefined },
  options: ConfigureOptions,
): Promise<Exit> {
  if (options.dryRun) throw new ConfigError("--csr-out makes AMT make a key: there is no dry run of it");
  await harden(context);
  const credentials = await loginOf(context, options);
  return withReach(context, credentials, async ({ reach, virtual }): Promise<Exit> => {
    const pem = await certificateRequest(reach, commonName);
    writeFileSync(file, pem, { mode: 0o644 });
    const answer = { schema: "amt-agent.configure/1", subject: "tls", virtual, request: file };
    if (context.json) context.terminal.out(JSON.stringify(answer, null, 2));
    else
      context.terminal.out(
        `The request is in ${file}. Have it signed, then: amt-agent configure tls --certificate FILE`,
      );
    return "ok";
  });
}
