// Sets AMT up while the installer runs: node provision.cjs log=FILE [answers=FILE] [KEY=VALUE...]
// The keys are those of provision.conf on Linux, which answers=FILE can be; what stands in the command line comes first. All that is secret is
// in files that are named here. Exit status: 0 done or not asked for; 2 failed, the log says what to do; 3 the same, and it is required.
const { spawn } = require("node:child_process");
const { appendFileSync, closeSync, openSync, readFileSync } = require("node:fs");
const path = require("node:path");

const keys = new Set(
  "log answers provision pfx pfx_password_file profile url server_ca mebx_password_file password_file mei timeout require".split(
    " ",
  ),
);
/** Linux has them in the same file; here they mean nothing, and are no mistake. */
const elsewhere = new Set(["when", "take_over_lms"]);

class Refusal extends Error {
  name = "Refusal";
  code = "REFUSED";
}

/** [key, value] of KEY=VALUE. */
function pair(line, from) {
  const at = line.indexOf("=");
  const key = at < 0 ? line : line.slice(0, at);
  if (!keys.has(key) && !elsewhere.has(key)) throw new Refusal(`${from}: there is no answer called ${key}.`);
  return [key, at < 0 ? "" : line.slice(at + 1)];
}

function answersIn(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${error.code}).`);
  }
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return Object.fromEntries(
    lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => pair(line, file)),
  );
}

/** The words for amt-agent; undefined: there is nothing to do. */
function wordsOf(answers) {
  const { provision = "none", pfx, pfx_password_file, profile, url, server_ca, mei } = answers;
  const { password_file, mebx_password_file } = answers;
  const option = (name, value) => (value ? [name, value] : []);
  const made = provision === "ccm" || provision === "acm" ? ["--generate-password"] : [];
  const shared = [
    ...option("--mei", mei),
    ...(password_file ? ["--password-file", password_file] : made),
    ...option("--mebx-password-file", mebx_password_file),
  ];
  const need = (value, words) => {
    if (!value) throw new Refusal(`provision=${provision} needs ${words}`);
    return value;
  };
  switch (provision) {
    case "none":
      return undefined;
    case "ccm":
      return ["activate", "--ccm", ...shared];
    case "acm": {
      const file = need(pfx, "pfx=FILE.");
      const secret = need(pfx_password_file, "pfx_password_file=FILE: nobody is here to be asked.");
      return ["activate", "--acm", "--pfx", file, "--pfx-password-file", secret, ...shared];
    }
    case "profile":
      return ["apply", ...shared, need(profile, "profile=FILE.")];
    case "rps": {
      const server = need(url, "url=wss://...");
      return [
        "activate",
        "--url",
        server,
        "--profile",
        need(profile, "profile=NAME: which of the server's profiles?"),
        ...option("--server-ca", server_ca),
        ...shared,
      ];
    }
    default:
      throw new Refusal(`provision=${provision} is none of none, ccm, acm, profile, rps.`);
  }
}

/** Its exit status; undefined: it took too long and was ended. */
function run(words, { log, seconds }) {
  const agent = path.join(__dirname, "amt-agent.cjs");
  const output = openSync(log, "a");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [agent, ...words], { stdio: ["ignore", output, output], windowsHide: true });
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill();
    }, seconds * 1000);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(limit);
      closeSync(output);
      resolve(late ? undefined : code);
    });
  });
}

async function main() {
  const given = Object.fromEntries(process.argv.slice(2).map((word) => pair(word, "the command line")));
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const { log } = stated;
  const say = (text) => appendFileSync(log, `amt-agent: ${text}\n`);
  let required = stated.require === "yes";
  const failed = () => (required ? 3 : 2);
  try {
    const answers = { ...(stated.answers ? answersIn(stated.answers) : {}), ...stated };
    required = answers.require === "yes";
    const { timeout = "600" } = answers;
    if (!/^[1-9]\d{0,5}$/.test(timeout)) throw new Refusal(`timeout=${timeout} is not a number of seconds.`);
    const words = wordsOf(answers);
    if (!words) return 0;
    const code = await run(words, { log, seconds: Number(timeout) });
    if (code === 0) return 0;
    if (code === undefined)
      say(`it took longer than ${timeout} s and was ended; what was begun is finished or undone at the next start.`);
    say(`AMT was not set up${code === undefined ? "" : ` (status ${code})`}. To try again, run the installer again.`);
    return failed();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(`${error.message} AMT was not touched. Correct it, and run the installer again.`);
    return failed();
  }
}

void main().then((code) => {
  process.exitCode = code;
});
