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
  /** One that is raised by a listener waits for its turn, so that everybody hears them in one order. */
  const raised: Alert[] = [];
  function tell(alert: Alert): void {
    raised.push(alert);
    if (raised.length > 1) return;
    try {
      for (let next = raised[0]; next; next = raised[0]) {
        for (const listener of [...listeners]) listener(next);
        raised.shift();
      }
    } finally {
      raised.length = 0; // a listener that breaks takes no later alert with it
    }
  }
  return {
    raise(kind) {
      const alert: Alert = {
        ...kind,
        time: now(),
        counter: nextMessage(),
        identifier: random(4).readUInt32LE(),
        to: "host",
      };
      tell(alert);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
