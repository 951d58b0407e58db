import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";

const execute = promisify(execFile);
const rule = fileURLToPath(new URL("../../installer/linux/60-amt-agent.polkit", import.meta.url));
const login1 = "org.freedesktop.login1";
const [service, other] = [4242, 4243];

/** Everybody may talk, as on a system bus; polkit is asked there and nowhere else. */
const bus = (path: string): string =>
  `<busconfig><type>system</type><listen>unix:path=${path}</listen><auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>`;

/** A real polkitd with our rule alone, on a machine that has the service's user, in namespaces of its own; then each question, an answer a line. */
const script = `
set -e
mount --bind "$DIR/rules" /usr/share/polkit-1/rules.d
mount --bind "$DIR/passwd" /etc/passwd
dbus-daemon --config-file="$DIR/bus.conf" --nofork --nopidfile &
while ! gdbus wait --system --timeout 1 org.freedesktop.DBus 2>/dev/null; do :; done
/usr/lib/polkit-1/polkitd --no-debug 2>"$DIR/polkitd.log" &
gdbus wait --system --timeout 30 org.freedesktop.PolicyKit1
for question in "$@"; do
  uid=\${question%%:*} action=\${question#*:} answer=0
  setpriv --reuid="$uid" --regid="$uid" --clear-groups \\
    sh -c 'exec pkcheck --action-id "$1" --process $$' sh "$action" >/dev/null 2>&1 || answer=$?
  echo "$question $answer"
done
`;

const here = process.geteuid?.() === 0 && (await needs("polkitd", "systemd", "dbus", "libglib2.0-bin", "util-linux"));
describe.runIf(here)("the rule for polkit that the packages bring (needs root)", () => {
  let dir: ReturnType<typeof folder>;
  beforeAll(() => {
    dir = folder();
    chmodSync(dir.path, 0o755); // polkitd has a user of its own
    mkdirSync(dir.in("rules"));
    copyFileSync(rule, dir.in("rules/60-amt-agent.rules"));
    const users = [`amt-agent:x:${service}:${service}::/:/usr/sbin/nologin`, `somebody:x:${other}:${other}::/:/bin/sh`];
    writeFileSync(dir.in("passwd"), `${readFileSync("/etc/passwd", "utf8")}${users.join("\n")}\n`, { mode: 0o644 });
    writeFileSync(dir.in("bus.conf"), bus(dir.in("bus")));
  });
  afterAll(() => dir?.remove());

  /** What pkcheck(1) ends with for each: 0 is yes; no is anything else. */
  async function asked(questions: readonly (readonly [uid: number, action: string])[]): Promise<boolean[]> {
    const apart = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const words = questions.map(([uid, action]) => `${uid}:${action}`);
    const env = { PATH: process.env.PATH ?? "", DIR: dir.path, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${dir.in("bus")}` };
    const { stdout } = await execute("unshare", [...apart, "sh", "-c", script, "sh", ...words], { env });
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(words);
    return lines.map((line) => line.endsWith(" 0"));
  }

  test("lets the service's user do what AMT may ask for, and nothing else; nobody else anything", async () => {
    const acts = ["power-off", "reboot", "suspend", "hibernate"].flatMap((act) => [act, `${act}-multiple-sessions`]);
    const more = ["power-off-ignore-inhibit", "reboot-ignore-inhibit", "halt", "manage", "chvt"];
    const of = (uid: number, names: readonly string[]) => names.map((name) => [uid, `${login1}.${name}`] as const);
    const answers = await asked([...of(service, acts), ...of(service, more), ...of(other, acts)]);
    expect(answers).toEqual([...acts.map(() => true), ...more.map(() => false), ...acts.map(() => false)]);
  }, 60_000);
});
