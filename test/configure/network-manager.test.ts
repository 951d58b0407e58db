import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkManagerProfiles, profileIn } from "../../agent/provisioning/configure/network-manager.ts";
import { configuredMachine } from "../support/configured-machine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "amt-nm-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, text: string, mode = 0o600): string => {
  const path = join(folder, `${name}.nmconnection`);
  writeFileSync(path, text, { mode });
  return path;
};

/** As `nmcli device wifi connect` leaves it behind. */
const office = `[connection]
id=Office
uuid=2f0ad7a5-5a3e-4a3b-9d53-0c8ff9c1f8f5
type=wifi
interface-name=wlp0s20f3
timestamp=1764280000

[wifi]
mode=infrastructure
ssid=office

[wifi-security]
auth-alg=open
key-mgmt=wpa-psk
psk=correct horse

[ipv4]
method=auto

[ipv6]
addr-gen-mode=default
method=auto

[proxy]
`;
const change = (...pairs: readonly [string | RegExp, string][]): string =>
  pairs.reduce((text, [from, to]) => text.replace(from, to), office);

describe("Wi-Fi profiles of NetworkManager", () => {
  test("with a passphrase are given to AMT, and the next time are there", async () => {
    put("Office", office);
    put("Home", change([/id=.*/, "id=Home"], [/ssid=.*/, "ssid=72;195;182;109;101;"], ["wpa-psk", "sae"]));
    put("Eth", "[connection]\nid=Wired\ntype=ethernet\n");
    put("Cafe", change([/id=.*/, "id=Cafe"], [/\[wifi-security\][^[]*/, ""]));
    put(
      "Uni",
      change(
        [/id=.*/, "id=Uni"],
        ["wpa-psk", "wpa-eap"],
        [/psk=.*/, "\n[802-1x]\neap=peap;\nidentity=me\npassword=secret"],
      ),
    );
    put("Agent", change([/id=.*/, "id=Agent"], [/psk=.*/, "psk-flags=1"]));
    writeFileSync(join(folder, "README"), office, { mode: 0o644 });
    const profiles = await networkManagerProfiles(folder);
    expect(profiles).toEqual([
      { name: "Home", ssid: "Höme", security: "wpa3-sae", passphrase: "correct horse" },
      { name: "Office", ssid: "office", security: "wpa2-psk", passphrase: "correct horse" },
    ]);
    const machine = await configuredMachine("acm-16-wifi");
    try {
      const wanted = { sync: true, profiles: profiles.filter(({ name }) => name === "Office") };
      const done = await machine.configure("wifi", wanted);
      expect([done.result, machine.writes().includes("AddWiFiSettings")]).toEqual(["done", true]);
      expect(JSON.stringify(done)).not.toContain("correct horse");
      expect((await machine.configure("wifi", wanted)).result).toBe("same");
    } finally {
      await machine.close();
    }
  });

  test.each<[string, string, object | undefined]>([
    [
      "the names of before",
      change(
        ["[wifi]", "[802-11-wireless]"],
        ["[wifi-security]", "[802-11-wireless-security]"],
        ["type=wifi", "type=802-11-wireless"],
      ),
      { ssid: "office" },
    ],
    [
      "spaces around the sign, none lost at the end",
      change([/psk=.*/, "psk = correct horse "]),
      { passphrase: "correct horse " },
    ],
    [
      "escapes",
      change([/psk=.*/, "psk=\\sa\\\\b;c d\\s\\s"], [/ssid=.*/, "ssid=a\\;b\\\\c"]),
      { passphrase: " a\\b;c d  ", ssid: "a;b\\c" },
    ],
    [
      "a passphrase of numbers is no list of bytes",
      change([/psk=.*/, "psk=123;45;678;"]),
      { passphrase: "123;45;678;" },
    ],
    ["an escape that GLib does not know", change([/psk=.*/, "psk=correct\\xhorse"]), undefined],
    ["a backslash at the end", change([/psk=.*/, "psk=correct horse\\"]), undefined],
    ["a byte over 255", change([/ssid=.*/, "ssid=256;104;"]), undefined],
    ["bytes that are no text", change([/ssid=.*/, "ssid=255;254;"]), undefined],
    ["a key in hex", change([/psk=.*/, `psk=${"ab".repeat(32)}`]), undefined],
    ["a security with the name of a function", change(["wpa-psk", "constructor"]), undefined],
    ["a section that goes on", `${office}\n[wifi-security]\npsk=battery staple\n`, { passphrase: "battery staple" }],
    ["carriage returns", office.replaceAll("\n", "\r\n"), { ssid: "office", passphrase: "correct horse" }],
    [
      "a name of many bytes, cut between letters",
      change([/id=.*/, `id=x${"ü".repeat(30)}`]),
      { name: `x${"ü".repeat(15)}` },
    ],
    ["comments, and lines that are none", change(["[wifi]", "# psk=no\n;\n=\n[\n[]\n[wifi]"]), { ssid: "office" }],
    ["nothing", "", undefined],
  ])("%s", (_what, text, expected) => {
    if (expected === undefined) expect(profileIn(text)).toBeUndefined();
    else expect(profileIn(text)).toMatchObject(expected);
  });

  test("whatever stands there, it is a profile of text or none, and quick", () => {
    const parts = fc.constantFrom(
      "[wifi]",
      "[connection]",
      "type=wifi",
      "ssid=",
      "psk=",
      "key-mgmt=sae",
      "\\",
      ";",
      "=",
      "\n",
      "\0",
      "ü",
    );
    const piece = fc.oneof(parts, fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const found = profileIn(pieces.join(""));
        for (const value of Object.values(found ?? {})) expect(typeof value).toBe("string");
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ["that others can read", (path) => chmodSync(path, 0o644), /chmod 0600/],
    ["that its group could write", (path) => chmodSync(path, 0o620), /chmod g-w/],
    ["far too large", (path) => truncateSync(path, 2 ** 40), /larger than such a file/],
    [
      "that is a link",
      (path) => {
        rmSync(path);
        symlinkSync("/etc/passwd", path);
      },
      /ELOOP|symbolic/,
    ],
  ])("a file %s is refused, and named, not its content", async (_what, spoil, said) => {
    put("Fine", office);
    spoil(put("Office", office));
    const refused = networkManagerProfiles(folder);
    await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(said) });
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining("Office.nmconnection") });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("correct horse") });
  });

  test("a machine without NetworkManager is told so", async () => {
    const refused = networkManagerProfiles(join(folder, "none"));
    await expect(refused).rejects.toMatchObject({
      code: "CONFIGURE_ABSENT",
      message: expect.stringMatching(/configure wifi add/),
    });
  });
});
