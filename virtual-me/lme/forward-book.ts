import type { Forward } from "../../mei/apf/machine.ts";

export interface ForwardRequest extends Forward {
  readonly name: "tcpip-forward" | "cancel-tcpip-forward";
}
/** Which ports the firmware has forwarded, and what it asks of the host for that: one request at a time, because answers carry no number. */
export interface ForwardBook {
  readonly granted: readonly Forward[];
  want(forwards: readonly Forward[]): void;
  /** What to ask now; undefined while an answer is awaited, or with nothing to ask. It is then asked. */
  next(): ForwardRequest | undefined;
  /** False: nothing was asked. */
  answered(isGranted: boolean): boolean;
}

/** By port: AMT may get another name while its ports stay. */
const isSame = (one: Forward) => (other: Forward) => one.port === other.port;

export function forwardBook(first: readonly Forward[]): ForwardBook {
  let wanted = first;
  let granted: readonly Forward[] = [];
  /** Not given: what firmware does without a port is not known (lms.md 7.4); ours goes on with the others and does not ask again. */
  let refused: readonly Forward[] = [];
  let asked: ForwardRequest | undefined;
  return {
    get granted() {
      return granted;
    },
    want(forwards) {
      wanted = forwards;
      refused = refused.filter((one) => forwards.some(isSame(one)));
    },
    next() {
      if (asked) return undefined;
      const surplus = granted.find((one) => !wanted.some(isSame(one)));
      const missing = wanted.find((one) => ![...granted, ...refused].some(isSame(one)));
      // The new one first: a host that knows both never finds the machine without a way in
      if (missing) asked = { name: "tcpip-forward", ...missing };
      else if (surplus) asked = { name: "cancel-tcpip-forward", ...surplus };
      return asked;
    },
    answered(isGranted) {
      if (!asked) return false;
      const { name, address, port } = asked;
      const one = { address, port };
      asked = undefined;
      if (name === "cancel-tcpip-forward") granted = granted.filter((other) => !isSame(one)(other));
      else if (isGranted) granted = [...granted, one];
      else refused = [...refused, one];
      return true;
    },
  };
}
