import { codeOf, StatusError } from "../../../mei/errors.ts";
import { ReturnValueError, WsmanFault } from "../../../mei/wsman/errors.ts";

/** AMT's no to one call: it has no such class or instance, or it refuses, with the name of the reason. undefined: another error. */
export function refusalIn(
  error: unknown,
): "absent" | { readonly status: string; readonly number?: number } | undefined {
  if (error instanceof WsmanFault) {
    const { subcode } = error;
    return subcode === "DestinationUnreachable" || subcode === "InvalidSelectors"
      ? "absent"
      : { status: subcode ?? codeOf(error) };
  }
  if (error instanceof ReturnValueError) {
    const { returnValue: number, returnValueName: name } = error;
    return { status: name ?? `return value ${number}`, number };
  }
  if (error instanceof StatusError)
    return { status: error.statusName ?? `0x${error.status.toString(16)}`, number: error.status };
  return undefined;
}
