/** Those who wait until a queue has room again. */
export interface Room {
  /** Settles when the queue is no longer full. */
  wait(): Promise<void>;
  /** The queue is shorter, or over. */
  stir(): void;
}

export function room(isFull: () => boolean): Room {
  let waiting: (() => void)[] = [];
  return {
    async wait() {
      while (isFull()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    stir() {
      const told = waiting;
      waiting = [];
      for (const resolve of told) resolve();
    },
  };
}
