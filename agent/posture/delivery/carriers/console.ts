import type { DestinationTo } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { DeliveryError } from "../error.ts";
import type { Letter } from "../letter.ts";
import { authorization } from "../login.ts";
import { openPost, type Post } from "../post.ts";

/**
 * Brings the Device Management Toolkit Console up to date about a PC it knows: what `rpc amtinfo --sync` sends (rpc-go 2.x,
 * internal/commands/amtinfo.go). It has no place for a report: firmware and control mode arrive there, no check.
 */
export function consoleCarrier(to: DestinationTo<"console">, credentials: Credentials): Carrier {
  const post = openPost(to.url, to, credentials, []);
  let token: string | undefined;

  return {
    async deliver(letter, options) {
      const headers = { "content-type": "application/json" };
      if (to.user !== undefined) token ??= await logIn(post, to, credentials, options);
      const login =
        token === undefined
          ? authorization({ tokenFile: to.tokenFile }, credentials)
          : { authorization: `Bearer ${token}` };
      const body = JSON.stringify(deviceOf(letter, to.guid));
      try {
        await post.send({ method: "PATCH", url: to.url, headers: { ...headers, ...login }, body }, options);
      } catch (error) {
        token = undefined; // it may be over; the next attempt logs in anew
        throw error;
      }
    },
    rest: () => post.rest(),
  };
}

/** The Console's own login (profile/fetcher.go): the token comes under one of three names. */
async function logIn(
  post: Post,
  { url, user, passwordFile = "" }: DestinationTo<"console">,
  credentials: Credentials,
  options: { signal: AbortSignal },
): Promise<string> {
  const body = JSON.stringify({ username: user, password: credentials.secret(passwordFile).reveal() });
  const at = new URL("/api/v1/authorize", url).href;
  const answer = await post.send(
    { method: "POST", url: at, headers: { "content-type": "application/json" }, body },
    options,
  );
  const found = tokenIn(answer.body);
  if (found === undefined) throw new DeliveryError("DELIVERY_LOGIN", "the Console let us in and gave no token");
  return found;
}
function tokenIn(body: string): string | undefined {
  try {
    const { token, jwt, jwtToken } = JSON.parse(body) as Record<string, unknown>;
    return [token, jwt, jwtToken].find(
      (one): one is string => typeof one === "string" && /^[\x21-\x7e]{1,8192}$/.test(one),
    );
  } catch {
    return undefined; // no JSON: said by whoever asked
  }
}

const modes: Readonly<Record<string, string>> = {
  none: "pre-provisioning state",
  client: "activated in client control mode",
  admin: "activated in admin control mode",
};

/** The body of the PATCH. The address is none of a report's; 0.0.0.0 is what rpc-go says where it knows none. */
export function deviceOf({ posture: { amt, me, host, collectedAt } }: Letter, guid: string) {
  return {
    guid: guid.toLowerCase(),
    deviceInfo: {
      fwVersion: amt.version ?? me.version ?? "",
      fwBuild: me.version?.split(".")[3] ?? "",
      fwSku: me.sku ?? "",
      currentMode: modes[String(amt.controlMode)] ?? "",
      features: "",
      ipAddress: "0.0.0.0",
      osName: host.os.platform,
      osVersion: host.os.release ?? "",
      cpuModel: host.cpu.model ?? "",
      lastUpdated: collectedAt, // as older ones call it
      lastSynced: collectedAt,
    },
  };
}
