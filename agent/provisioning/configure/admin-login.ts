import type { Secret } from "../../../platform/secret.ts";
import type { AdminLogin } from "./subject.ts";

/** One whose password can become another. */
export function adminLogin(user: string, password: Secret): AdminLogin {
  let current = password;
  return {
    user,
    get password() {
      return current;
    },
    renew(next) {
      current = next;
    },
  };
}
