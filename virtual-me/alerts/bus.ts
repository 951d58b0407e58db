import type { Alert, AlertKind } from "../cim/alert.ts";

/** Everything that AMT tells the host, whoever caused it: a command over MEI, web services, the passing of time, the operator. */
export interface AlertBus {
  raise(kind: AlertKind): void;
  /** Called with every alert from now on, ready for `alertPost`; returns how to stop that. */
  listen(listener: (alert: Alert) => void): () => void;
}
export interface AlertBusParts {
  /** AMT's own clock. */
  readonly now: () => Date;
  /** Number of the next message: alerts and answers of WS-Management share one count. */
  readonly nextMessage: () => number;
  readonly random: (size: number) => Buffer;
}

export function alertBus({ now, nextMessage, random }: AlertBusParts): AlertBus {
  const listeners = new Set<(alert: Alert) => void>();
  return {
    raise(kind) {
      const alert: Alert = {
        ...kind,
        time: now(),
        counter: nextMessage(),
        identifier: random(4).readUInt32LE(),
        to: "host",
      };
      for (const listener of [...listeners]) listener(alert);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
