import type { KoffiFunc } from "koffi";

/** A function of the system that may wait. */
export interface Call<T extends unknown[]> extends KoffiFunc<(...args: T) => number> {
  async: (...args: [...T, (error: unknown, result: number) => void]) => void;
}

/** What it gives, on a thread of libuv's pool. Its error number is that thread's, and cannot be asked for. */
export const offThread = <T extends unknown[]>(call: Call<T>, ...args: T): Promise<number> =>
  new Promise((resolve, reject) => {
    call.async(...args, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
