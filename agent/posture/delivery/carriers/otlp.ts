import type { DestinationTo } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { DeliveryError } from "../error.ts";
import { authorization } from "../login.ts";
import { logsOf, rejectedIn } from "../otlp/logs.ts";
import { openPost } from "../post.ts";

/** OTLP has 400 not tried again (OTLP 1.x, "Failures"); 413 and 422 say the same of this one. */
const FINAL = [400, 413, 422];

/** Each report as log records to a collector, by OTLP/HTTP with JSON. */
export function otlpCarrier(to: DestinationTo<"otlp">, credentials: Credentials): Carrier {
  const post = openPost(to.url, to, credentials, FINAL);
  return {
    async deliver(letter, options) {
      const headers = { "content-type": "application/json", ...authorization(to, credentials) };
      const body = JSON.stringify(logsOf(letter));
      const answer = await post.send({ method: "POST", url: to.url, headers, body }, options);
      const rejected = rejectedIn(answer.body);
      if (rejected > 0)
        throw new DeliveryError("DELIVERY_REFUSED", `the receiver did not take ${rejected} of its records`);
    },
    rest: () => post.rest(),
  };
}
