import type { DestinationTo } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { type Letter, marksOf } from "../letter.ts";
import { authorization } from "../login.ts";
import { openPost } from "../post.ts";

/** Too large, or not processable: it is the same the next time. */
const FINAL = [413, 422];

/** POSTs each report as it was sealed. What it is stands in headers, as CloudEvents 1.0 has it for HTTP in its binary mode. */
export function httpsCarrier(to: DestinationTo<"https">, credentials: Credentials): Carrier {
  const post = openPost(to.url, to, credentials, FINAL);
  return {
    async deliver(letter, options) {
      const headers = { ...cloudEvent(letter), ...authorization(to, credentials) };
      await post.send({ method: "POST", url: to.url, headers, body: letter.text }, options);
    },
    rest: () => post.rest(),
  };
}

/** `sequence` is an extension that CloudEvents itself describes. Source and id together are the same for no two reports. */
export function cloudEvent(letter: Letter): Readonly<Record<string, string>> {
  const { id, sequence, signer } = marksOf(letter);
  return {
    "content-type": "application/json",
    "ce-specversion": "1.0",
    "ce-type": "amt-agent.posture.1",
    "ce-source": `urn:amt-agent:${signer}`,
    "ce-id": id,
    "ce-time": letter.posture.collectedAt,
    "ce-sequence": sequence,
  };
}
