import { putNewFile } from "../../platform/kept-file.ts";
import { didYouMean } from "../../platform/nearest.ts";
import type { Posture, PostureAnswer } from "../api/posture.ts";
import { parseAdvisoryKeys } from "../posture/advisories/keys.ts";
import { currentAdvisories } from "../posture/advisories/update.ts";
import { type CheckId, catalogue, isCheckId } from "../posture/catalogue.ts";
import { collectReport, type Report, summaryOf } from "../posture/collect-report.ts";
import type { Json } from "../posture/document/canonical.ts";
import { sealNext } from "../posture/document/chain.ts";
import { PostureError } from "../posture/document/error.ts";
import { type Sealed, writeSealed } from "../posture/document/sealed.ts";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { newestOfService } from "./posture-of-service.ts";
import { posturePlace } from "./posture-place.ts";
import { withSources } from "./posture-sources.ts";
import { renderCheck, renderPosture } from "./render-posture.ts";
import { harmless } from "./terminal.ts";
import type { LoginOptions } from "./wsman-login.ts";

export interface PostureOptions extends LoginOptions {
  readonly form: "text" | "json" | "ocsf" | "html";
  readonly out: string | undefined;
  readonly check: string | undefined;
  readonly failOn: "fail" | "unknown" | undefined;
  readonly root: string;
  /** Made now, with this user's rights and key, although the service has one. */
  readonly own: boolean;
}

/** `amt-agent posture` */
export async function posture(context: Context, options: PostureOptions): Promise<Exit> {
  const { host, clock, signal, version, terminal } = context;
  const only = checkNamed(options.check);
  const kept =
    options.own || options.user !== undefined || options.root !== "/" ? undefined : await newestOfService(context);
  if (kept) return shown(context, options, kept, only);
  const place = await posturePlace(context);
  const keys = parseAdvisoryKeys((await settingOf("posture.advisoryKeys", context.flags, host)).text);
  const { data, trouble } = await currentAdvisories(place, keys);
  if (trouble !== undefined) terminal.err(`amt-agent: the installed advisory data is not used: ${harmless(trouble)}`);
  const report = await withSources(context, options, (sources) =>
    collectReport(sources, { version, platform: host.platform, advisories: data, only, signal }),
  );
  write(
    context,
    options,
    only ? oneCheck(report, options, context) : await inForm(report, options, context, { place, clock }),
  );
  return exitFor(report, options.failOn);
}

async function shown(
  context: Context,
  options: PostureOptions,
  { report, sequence }: PostureAnswer,
  only: CheckId | undefined,
): Promise<Exit> {
  const { document } = report;
  const checks = document.checks.filter(({ id }) => only === undefined || id === only);
  const part = only ? { ...document, checks, summary: summaryOf(checks, []) } : document;
  const { form } = options;
  const text = only
    ? oneCheck(part, options, context)
    : form === "text"
      ? `${[...renderPosture(document, context.terminal), `Report ${sequence} of the service; posture --own makes one now.`].join("\n")}\n`
      : form === "html"
        ? (await import("../posture/report-html.ts")).htmlOf(document)
        : form === "json"
          ? writeSealed(report as unknown as Sealed)
          : await ocsfOf(document);
  write(context, options, text);
  return exitFor(part, options.failOn);
}

function checkNamed(id: string | undefined): CheckId | undefined {
  if (id === undefined || isCheckId(id)) return id;
  throw new PostureError("POSTURE_CHECK_UNKNOWN", `"${id}" is no check; ${didYouMean(id, Object.keys(catalogue))}`);
}

const oneCheck = ({ checks, machine }: Report, { form }: PostureOptions, { terminal }: Context): string => {
  if (form === "text") return `${checks.flatMap((one) => renderCheck(one, terminal)).join("\n")}\n`;
  return `${JSON.stringify({ schema: "amt-agent.posture-check/1", machine, checks }, null, 2)}\n`;
};

/** A report that people read has no number: only what is kept or sent is one of the row. */
async function inForm(
  report: Report,
  { form }: PostureOptions,
  { terminal, signal }: Context,
  { place, clock }: { place: string; clock: Context["clock"] },
): Promise<string> {
  if (form === "text") return `${renderPosture(report, terminal).join("\n")}\n`;
  if (form === "html") return (await import("../posture/report-html.ts")).htmlOf(report);
  const sealed: Sealed<Json> = await sealNext(report, { directory: place, clock, signal });
  if (form === "json") return writeSealed(sealed);
  return await ocsfOf(sealed.document as unknown as Posture);
}

async function ocsfOf(document: Posture): Promise<string> {
  const { eventsOf } = await import("../posture/ocsf/project.ts");
  return eventsOf(document)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
}

function write({ terminal }: Context, { out }: PostureOptions, text: string): void {
  if (out === undefined) {
    terminal.out(text.replace(/\n$/, ""));
    return;
  }
  try {
    putNewFile(out, text);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "FILE_UNTRUSTED") throw cause;
    const why = code === "EEXIST" ? "there is such a file already: name another, or remove it" : message;
    throw new PostureError("POSTURE_OUTPUT", `${out} cannot be written: ${why}`, { cause });
  }
}

function exitFor({ summary: { fail, unknown, advisories } }: Report, failOn: PostureOptions["failOn"]): Exit {
  if (failOn === undefined) return "ok";
  if (fail > 0 || advisories.affected > 0) return "problem";
  return failOn === "unknown" && (unknown > 0 || advisories.unknown > 0) ? "problem" : "ok";
}
