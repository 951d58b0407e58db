import type { Credentials } from "./credentials.ts";

/** The header that lets us in, where the destination wants one. */
export function authorization(
  one: {
    readonly tokenFile?: string | undefined;
    readonly user?: string | undefined;
    readonly passwordFile?: string | undefined;
  },
  credentials: Credentials,
): Readonly<Record<string, string>> {
  if (one.tokenFile !== undefined) return { authorization: `Bearer ${credentials.secret(one.tokenFile).reveal()}` };
  if (one.user === undefined || one.passwordFile === undefined) return {};
  const pair = `${one.user}:${credentials.secret(one.passwordFile).reveal()}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}
