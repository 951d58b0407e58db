import type { Clock } from "./clock.ts";
import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_FAILED_SERVICE_CONTROLLER_CONNECT,
  type ServiceStatus,
  serviceOrder,
  serviceStatus,
} from "./native/service-status.ts";
import { loadServiceControl, type ServiceControl } from "./native/win32-service.ts";
import type { SleepAnnouncer, SleepListener } from "./sleep-listener.ts";

/** This process, started by Windows' service control manager. */
export interface WindowsService {
  /** Aborts when it is to stop, also because the machine shuts down. */
  readonly stop: AbortSignal;
  /** It serves. Until then the manager sees it starting. */
  running(): void;
  /** Suspends are told, and Windows does not wait for what follows from them. */
  readonly announceSleep: SleepAnnouncer;
  /** It has stopped, with this exit status; settles when the manager has let go of the process. */
  end(exit: number): Promise<void>;
}
export interface WindowsServiceOptions {
  readonly clock: Clock;
  /** Told when it is still stopping after `stopWithin`: to be ended by force. */
  readonly onOverdue: () => void;
  /** Windows itself, unless given. */
  readonly control?: ServiceControl;
}

/** Nobody started this process as a service. */
export class NotAServiceError extends Error {
  override name = "NotAServiceError";
  readonly code = "NOT_A_SERVICE";
}

/** ms between two signs of life while starting or stopping, and how long the manager is to wait for the next. */
const PULSE = 1_000;
const HINT = 5_000;
/** ms after which there are no more of them: who starts the service is then told that it does not answer. */
const START_WITHIN = 120_000;
/** ms; Windows gives services 5 s to shut down and 10 s beforehand, if they want to know (PRESHUTDOWN): those are its own limits. */
const STOP_WITHIN = 20_000;

/** Resolves when the manager has started the service `name`. Rejects NotAServiceError, WindowsError. */
export async function hostService(
  name: string,
  { clock, onOverdue, control: given }: WindowsServiceOptions,
): Promise<WindowsService> {
  const control = given ?? (await loadServiceControl().catch(notAService));
  const stop = new AbortController();
  const sleepers = new Set<SleepListener>();
  let state: ServiceStatus["state"] = "startPending";
  let checkpoint = 0;
  let quiet: () => void = () => {};
  const tell = (status: ServiceStatus): void => control.setStatus(serviceStatus(status));

  function pend(next: "startPending" | "stopPending", within: number, late: () => void): void {
    quiet();
    state = next;
    const since = clock.monotonic();
    const pulse = (): void => {
      tell({ state, checkpoint: ++checkpoint, waitHint: HINT });
      if (clock.monotonic() - since >= within) late();
      else quiet = clock.after(PULSE, pulse, { background: true });
    };
    pulse();
  }
  function onControl(code: number, event: number): number {
    switch (serviceOrder(code, event)) {
      case undefined:
        return ERROR_CALL_NOT_IMPLEMENTED;
      case "stop":
        if (state === "stopped" || state === "stopPending") break;
        pend("stopPending", STOP_WITHIN, onOverdue);
        stop.abort(new DOMException("the service is to stop", "AbortError"));
        break;
      case "suspend":
        for (const one of sleepers) void one.before();
        break;
      case "resume":
        for (const one of sleepers) one.after();
        break;
      case "nothing":
        break;
    }
    return 0;
  }
  function stopped(exit: number): void {
    if (state === "stopped") return;
    quiet();
    state = "stopped";
    tell({ state, exit });
  }

  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const onStart = (): void => {
      pend("startPending", START_WITHIN, () => {});
      resolve();
    };
    ended = control.dispatch(name, { onStart, onControl }).ended;
    ended.catch(reject);
  }).catch(notAService);
  // Node joins its pool threads on the way out, whatever the way: the dispatcher's ends only when the service is stopped
  const onExit = (code: number): void => stopped(code === 0 ? 1 : code);
  process.on("exit", onExit);

  return {
    stop: stop.signal,
    running() {
      if (state !== "startPending") return;
      quiet();
      state = "running";
      tell({ state });
    },
    async announceSleep(listener, { signal, onHeard }) {
      sleepers.add(listener);
      onHeard({ delays: false });
      if (!signal.aborted)
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      sleepers.delete(listener);
    },
    end(exit) {
      stopped(exit);
      process.off("exit", onExit);
      return ended;
    },
  };
}

function notAService(cause: unknown): never {
  const { code, number } = cause as { code?: unknown; number?: unknown };
  if (code !== "NO_WIN32" && number !== ERROR_FAILED_SERVICE_CONTROLLER_CONNECT) throw cause;
  throw new NotAServiceError("Windows' service control manager did not start this process", { cause });
}
