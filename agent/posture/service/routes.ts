import type { Routes } from "../../api/contract.ts";
import type { Handlers } from "../../api/exchange.ts";
import { ApiError } from "../../api/failure.ts";
import type { PostureKeeper } from "./keeper.ts";

/** The routes of the service's own reports. */
export function postureHandlers(
  keeper: () => PostureKeeper | undefined,
): Pick<Handlers<Routes>, Extract<keyof Routes, `${string} /v1/posture${string}`>> {
  const running = (): PostureKeeper => {
    const found = keeper();
    if (!found) throw new ApiError("API_STOPPING", "The service is starting: try again in a moment.");
    return found;
  };
  return {
    "GET /v1/posture": () => running().newest(),
    "POST /v1/posture/collect": () => running().collect(),
  };
}
