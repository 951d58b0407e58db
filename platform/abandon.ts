/**
 * For work that cannot be stopped once begun, such as a call into the kernel: settles as `work` does, or rejects with the signal's
 * reason as soon as it aborts. What comes too late is handed to `late`, to be undone.
 */
export function orAbandon<T>(
  work: Promise<T>,
  late: (value: T) => void,
  { signal }: { signal: AbortSignal },
): Promise<T> {
  return new Promise((resolve, reject) => {
    let abandoned = false;
    const onAbort = (): void => {
      abandoned = true;
      reject(signal.reason);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    const done = (): void => signal.removeEventListener("abort", onAbort);
    work.then(
      (value) => {
        done();
        if (abandoned) late(value);
        else resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error); // after an abort nobody hears it: the reason has been given
      },
    );
  });
}
