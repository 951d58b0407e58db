import { apiClient } from "../api/client.ts";
import type { PostureAnswer } from "../api/posture.ts";
import { assertTrustedServer, serviceUidOf } from "../api/trust.ts";
import type { Context } from "./context.ts";
import { withServiceElse } from "./source.ts";

/**
 * The newest report of the service that holds this ME; undefined where none runs. `mustBeTrusted`: its key is to be believed, so that it
 * must be the service itself that answers; rejects ServerUntrustedError.
 */
export const newestOfService = (context: Context, { mustBeTrusted = false } = {}): Promise<PostureAnswer | undefined> =>
  withServiceElse<PostureAnswer | undefined>(
    context,
    (_client, socket) => {
      const serviceUid = serviceUidOf(socket);
      const checkServer: Parameters<typeof apiClient>[0]["checkServer"] = (to, address) =>
        assertTrustedServer(to, address, serviceUid === undefined ? {} : { serviceUid });
      const client = apiClient({ socket, clock: context.clock, ...(mustBeTrusted && { checkServer }) });
      return client.call("GET /v1/posture", undefined, { signal: context.signal });
    },
    async () => undefined,
  );
