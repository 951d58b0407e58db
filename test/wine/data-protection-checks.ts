import assert from "node:assert/strict";
import { dataProtection } from "../../platform/data-protection.ts";
import { type Check, check, rejection } from "./check.ts";

const protection = () => {
  const found = dataProtection();
  assert.ok(found, "Windows has it");
  return found;
};

/** Crypt32 itself: what a generated password is sealed with. */
export const dataProtectionChecks = (): Check[] => [
  check("DPAPI: what is protected opens again, and does not show", async () => {
    const secret = Buffer.from("Aa1!päss wörd".repeat(20));
    const sealed = await protection().protect(secret);
    assert.ok(sealed.length > secret.length);
    assert.ok(!sealed.includes("Aa1!"));
    assert.deepEqual(await protection().unprotect(sealed), secret);
    return `${secret.length} bytes become ${sealed.length}`;
  }),
  check("DPAPI: a thousand times there and back, each from memory of its own", async () => {
    for (let n = 0; n < 1_000; n++) {
      const secret = Buffer.alloc(32, n);
      assert.deepEqual(await protection().unprotect(await protection().protect(secret)), secret);
    }
  }),
  check("DPAPI: what was changed is refused with Windows' own number", async () => {
    const sealed = await protection().protect(Buffer.from("Aa1!password"));
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    const error = (await rejection(protection().unprotect(sealed))) as { code?: unknown; number?: unknown };
    assert.equal(error.code, "WINDOWS_ERROR");
    return `number ${String(error.number)}`;
  }),
];
