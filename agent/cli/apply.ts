import { readFileSync } from "node:fs";
import type { Credentials } from "../../mei/http/login.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";
import type { Profile } from "../api/profile.ts";
import { ConfigError } from "../config-error.ts";
import { intentOf } from "../provisioning/apply/activation.ts";
import { type Activate, type Applied, apply } from "../provisioning/apply/apply.ts";
import { readProfile } from "../provisioning/apply/read-profile.ts";
import { documentFiles, loginOf } from "./configure.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harden } from "./harden.ts";
import { changeLine } from "./render-outcome.ts";
import { harmless } from "./terminal.ts";
import { withReach } from "./with-reach.ts";
import { askSecret, type LoginOptions, passwordEnv, secretFile } from "./wsman-login.ts";

export interface ApplyWords extends LoginOptions {
  readonly file: string;
  readonly keyFile: string | undefined;
  readonly dryRun: boolean;
  readonly setMebxPassword: boolean;
}

/** `amt-agent apply PROFILE` */
export async function run(context: Context, words: ApplyWords): Promise<Exit> {
  const { terminal, json, signal } = context;
  await harden(context);
  const { text, ownersAlone } = profileText(words.file);
  const { profile, ignored } = await readProfile({
    text,
    ownersAlone,
    files: documentFiles,
    key: async () =>
      words.keyFile === undefined ? askSecret("Key of the profile: ", "--key-file", signal) : secretFile(words.keyFile),
  });
  const credentials = await loginBy(context, words, profile);
  return withReach(context, credentials, async ({ reach, virtual, operate }): Promise<Exit> => {
    const { dryRun, setMebxPassword } = words;
    if (!json) {
      terminal.out(`${harmless(profile.name ?? words.file)}${virtual ? "  virtual ME" : ""}`);
      for (const place of ignored) terminal.out(`not applied: ${harmless(place)}`);
    }
    const told = json
      ? {}
      : {
          onSubject: (title: string) => terminal.out(title),
          onChange: (change: Parameters<typeof changeLine>[0]) => terminal.out(changeLine(change)),
        };
    const activate: Activate = (wanted, { from, dryRun: only }) => operate(intentOf(wanted, from), { dryRun: only });
    const applied = await apply(profile, reach, { dryRun, setMebxPassword, activate, ...told });
    if (json)
      terminal.out(JSON.stringify({ schema: "amt-agent.apply/1", virtual, dryRun, ...applied, ignored }, null, 2));
    else for (const line of summary(applied, dryRun)) terminal.out(line);
    return "ok";
  });
}

/** Whoever the command line says, else the administrator with the profile's own password, else asked. */
function loginBy(context: Context, words: ApplyWords, { adminPassword }: Profile): Promise<Credentials> | Credentials {
  const said = words.passwordFile ?? context.host.env[passwordEnv];
  if (said !== undefined || adminPassword === undefined) return loginOf(context, words);
  return { user: words.user ?? "admin", password: adminPassword };
}

function profileText(file: string): { readonly text: string; readonly ownersAlone: boolean } {
  try {
    return { text: readTrustedFile(file, "secret"), ownersAlone: true };
  } catch (error) {
    if ((error as { code?: unknown }).code !== "FILE_UNTRUSTED")
      throw new ConfigError(`The profile cannot be read: ${(error as Error).message}`);
  }
  // It decides what AMT becomes: whoever may write it must be trusted, whoever may read it need not
  readTrustedFile(file, "names-commands");
  return { text: readFileSync(file, "utf8"), ownersAlone: false };
}

function summary({ activation, subjects, later }: Applied, dryRun: boolean): string[] {
  const changes = subjects.reduce((sum, { changes: all }) => sum + all.length, 0);
  const same = subjects.filter(({ result }) => result === "same").map(({ title }) => title);
  return [
    ...(activation.result === "same" ? [] : [`Activation: ${activation.before} -> ${activation.after}`]),
    ...(later.length === 0 ? [] : [`to be compared once AMT is set up: ${later.join(", ")}`]),
    ...(same.length === 0 ? [] : [`as wanted already: ${same.join(", ")}`]),
    `${changes} ${changes === 1 ? "change" : "changes"}${dryRun ? ", none carried out: a dry run" : ", each read back"}`,
  ];
}
