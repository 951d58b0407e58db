import type { LanguageTag } from "../../tray/locales/languages.ts";

/** Names, which are the same everywhere. */
const names =
  "Intel AMT|Firmware|Firmware (Intel ME)|UUID|BIOS|TLS|DNS|System Defense|UPID|Build|KVM|SOL|Code: 7001|TLS, PSK|CIRA|enterprise";

/** What a language says as English does, by chance or because people there say it so. */
const byLanguage: Partial<Readonly<Record<LanguageTag, string>>> = {
  de: "Version|Server|Router|Computer|Workstation|Name|Server 7001",
  fr: "Version",
  es: "Error|Error: 7001|no",
  it: "no|Server|Server: 7001|Router|Computer|server|workstation",
};

/** Texts that may be the same as in English. */
export const alike = (tag: LanguageTag): ReadonlySet<string> =>
  new Set([...names.split("|"), ...(byLanguage[tag] ?? "").split("|")]);
