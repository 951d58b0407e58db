import type { Credentials } from "../../mei/http/login.ts";
import { Secret } from "../../platform/secret.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";

/** A user whose password is the first line of a file of the service's own. Read anew for each login: whoever changes it need not restart. */
export const loginFromFile = (user: string, file: string): Credentials => ({
  user,
  password: new Secret(readTrustedFile(file, "secret").split(/\r?\n/, 1)[0] ?? ""),
});
