import type { DestinationTo } from "../../../config-destinations.ts";
import { exposition } from "../../../metrics/exposition.ts";
import { postureMetrics } from "../../../metrics/posture.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { authorization } from "../login.ts";
import { openPost } from "../post.ts";

/** Puts the figures of a report in the place of those of the one before, under this machine's key as instance. */
export function pushgatewayCarrier(to: DestinationTo<"pushgateway">, credentials: Credentials): Carrier {
  const post = openPost(to.url, to, credentials, []);
  return {
    async deliver({ posture, signer }, options) {
      const url = `${to.url.replace(/\/+$/, "")}/metrics/job/${encodeURIComponent(to.job)}/instance/${signer}`;
      const headers = { "content-type": "text/plain; version=0.0.4", ...authorization(to, credentials) };
      await post.send({ method: "PUT", url, headers, body: exposition(postureMetrics(posture)) }, options);
    },
    rest: () => post.rest(),
  };
}
