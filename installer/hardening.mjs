import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
export const units = ["amt-agent.service", "amt-agent-send.service"];

/** From this comment on, each line of [Service] takes something away from the process. */
const BEGIN = /^# Each of these was taken out once/;

/** Lines that systemd-analyze gives no points for, with what changes without them: test/kernel/guest/installed.sh takes them out and sees it (the TPM's excepted: the labs have none). */
export const behaviour = {
  "DeviceAllow=char-mei rw": "DevicePolicy=closed, and the service may not open the ME",
  "DeviceAllow=char-tpm rw":
    "DevicePolicy=closed, and the service may not open the TPM that holds its key (posture.key: tpm)",
  "IPAddressAllow=localhost": "IPAddressDeny=any, and nobody reaches AMT's ports",
  "SystemCallFilter=@chown": "the admin socket stays root's own, and the group amt-admin may not ask",
  "SystemCallErrorNumber=EPERM": "a system call that is refused ends Node in the place of an error",
};

/** Its hardening, line by line as they stand there. */
export function hardeningOf(text) {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => BEGIN.test(line));
  if (from < 0) throw new Error("the unit has no hardening, or no comment that begins it");
  const to = lines.findIndex((line, at) => at > from && line.startsWith("["));
  return lines.slice(from, to).filter((line) => /^[A-Z]/.test(line));
}

/** `{ overall, points }` of a unit's text, as systemd sees it without running it: points by check, 0 to 10 overall. */
export async function exposure(name, text) {
  const folder = mkdtempSync(path.join(tmpdir(), "amt-agent-unit-"));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const ask = async (...more) =>
      (await run("systemd-analyze", ["security", "--offline=yes", "--no-pager", ...more, file], { maxBuffer: 2 ** 24 }))
        .stdout;
    const overall = /Overall exposure level for \S+: (\d+\.\d)/.exec(await ask());
    if (!overall) throw new Error(`systemd-analyze says nothing of ${name}`);
    const points = JSON.parse(await ask("--json=short")).map((check) => [check.name, Number(check.exposure ?? 0)]);
    return { overall: Number(overall[1]), points: new Map(points) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes out each line in turn: `{ line, overall, worse, reason }`, where `worse` names the checks that systemd then holds against it. */
export async function withoutEach(name, text) {
  const whole = await exposure(name, text);
  const rows = [];
  for (const line of hardeningOf(text)) {
    const { overall, points } = await exposure(name, text.replace(`\n${line}\n`, "\n"));
    const worse = [...points]
      .filter(([check, value]) => value > (whole.points.get(check) ?? 0))
      .map(([check]) => check);
    rows.push({ line, overall, worse, reason: behaviour[line] });
  }
  return { overall: whole.overall, rows };
}

const shortened = (names) =>
  [...names.slice(0, 2), ...(names.length > 2 ? [`${names.length - 2} more`] : [])].join(", ");

async function main() {
  const folder = fileURLToPath(new URL("linux/", import.meta.url));
  let idle = 0;
  for (const name of units) {
    const { overall, rows } = await withoutEach(name, readFileSync(path.join(folder, name), "utf8"));
    console.log(`${name}: exposure ${overall}; without`);
    for (const { line, overall: without, worse, reason } of rows) {
      const why = worse.length > 0 ? shortened(worse) : (reason ?? "NOTHING CHANGES");
      if (worse.length === 0 && reason === undefined) idle += 1;
      console.log(`  ${without.toFixed(1)}  ${line.padEnd(58)} ${why}`);
    }
  }
  if (idle > 0)
    throw new Error(`${idle} lines change nothing: take them out, or say in installer/hardening.mjs what they do`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
