import { createHash, randomInt } from "node:crypto";
import { Secret } from "../../platform/secret.ts";
import { ProvisioningError } from "./error.ts";

const upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const lower = "abcdefghijkmnopqrstuvwxyz";
const digits = "23456789";
/** None that a shell, a URL, XML or a keyboard at the MEBx (US layout) makes trouble of. */
const special = "!-.+*=@";
const GENERATED = 20;

/**
 * What AMT's own and the MEBx password lack (rpc.md 3.8, presence-posture.md 5.1): 8 to 32 printable ASCII characters with an upper and
 * a lower case letter, a digit and one more that is none of these; AMT does not count `_` among them.
 */
export function passwordNeeds(password: Secret): readonly string[] {
  const text = password.reveal();
  const rules: readonly (readonly [boolean, string])[] = [
    [text.length >= 8 && text.length <= 32, "8 to 32 characters"],
    [/^[\x20-\x7e]*$/.test(text), "only printable ASCII"],
    [/[A-Z]/.test(text), "an upper case letter"],
    [/[a-z]/.test(text), "a lower case letter"],
    [/[0-9]/.test(text), "a digit"],
    [/[^A-Za-z0-9_]/.test(text), "a special character such as ! or - (AMT does not count _)"],
  ];
  return rules.flatMap(([kept, needed]) => (kept ? [] : [needed]));
}

/** Throws PASSWORD_WEAK, which says what is missing, and never the password. */
export function checkPassword(password: Secret, whose: string): void {
  const needs = passwordNeeds(password);
  if (needs.length > 0) throw new ProvisioningError("PASSWORD_WEAK", `${whose} needs ${needs.join(", ")}`);
}

/** 20 characters, each kind among them; more than 110 bits. */
export function strongPassword(): Secret {
  const pick = (from: string): string => from[randomInt(from.length)] as string;
  const all = upper + lower + digits + special;
  const chosen = [upper, lower, digits, special].map(pick);
  while (chosen.length < GENERATED) chosen.push(pick(all));
  for (let last = chosen.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [chosen[last], chosen[other]] = [chosen[other] as string, chosen[last] as string];
  }
  return new Secret(chosen.join(""));
}

const md5 = (realm: string, password: Secret, user = "admin"): Buffer =>
  createHash("md5").update(`${user}:${realm}:${password.reveal()}`, "utf8").digest();

/** As Setup and AdminSetup take it: lowercase hex of MD5 over user, realm and password (rpc.md 3.2). */
export const hexDigest = (realm: string, password: Secret): Secret => new Secret(md5(realm, password).toString("hex"));
/** As SetAdminAclEntryEx and AddUserAclEntryEx take it: base64 of the 16 bytes (rpc.md 3.4). */
export const base64Digest = (realm: string, password: Secret, user?: string): Secret =>
  new Secret(md5(realm, password, user).toString("base64"));
