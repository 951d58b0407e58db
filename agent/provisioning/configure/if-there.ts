import { WsmanFault } from "../../../mei/wsman/errors.ts";

/** Undefined where AMT has no such class or instance (rpc.md 7.5: DestinationUnreachable). */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WsmanFault && error.subcode === "DestinationUnreachable") return undefined;
    throw error;
  }
}
