import type { KoffiFunc } from "koffi";
import { ERROR_FAILED_SERVICE_CONTROLLER_CONNECT } from "./service-status.ts";
import { loadWin32, type Pointer, systemLibrary, type Win32 } from "./win32.ts";
import { WindowsError } from "./windows-error.ts";

/** This process as a service, as Windows' service control manager sees it. */
export interface ServiceControl {
  /**
   * Takes what the manager says from now on. `onStart` is called once, `onControl` for each control, both on JavaScript's own thread
   * while the manager's waits for them: they must return soon. `ended` settles when the service has said that it is stopped; rejects WindowsError:
   * 1063, this process was not started as a service.
   */
  dispatch(
    name: string,
    on: { onStart(): void; onControl(control: number, event: number): number },
  ): {
    readonly ended: Promise<void>;
  };
  /** A SERVICE_STATUS (service-status.ts). Throws WindowsError. From `onStart` on. */
  setStatus(status: Buffer): void;
}

interface Calls {
  StartServiceCtrlDispatcherW: KoffiFunc<(table: Pointer) => number>;
  RegisterServiceCtrlHandlerExW: KoffiFunc<(name: string, handler: Pointer, context: null) => number>;
  SetServiceStatus: KoffiFunc<(handle: number, status: Buffer) => number>;
}

/** Loads koffi and advapi32 when called, nothing at import. Rejects NoWin32Error anywhere but on 64-bit Windows. */
export async function loadServiceControl(): Promise<ServiceControl> {
  const memory = await loadWin32();
  const koffi = await import("koffi");
  const advapi32 = await systemLibrary("advapi32.dll");
  const calls: Calls = {
    StartServiceCtrlDispatcherW: advapi32.func("int __stdcall StartServiceCtrlDispatcherW(void *table)"),
    RegisterServiceCtrlHandlerExW: advapi32.func(
      "intptr_t __stdcall RegisterServiceCtrlHandlerExW(str16 name, void *handler, void *context)",
    ),
    SetServiceStatus: advapi32.func("int __stdcall SetServiceStatus(intptr_t handle, void *status)"),
  };
  const mainType = koffi.proto("void __stdcall AmtAgentServiceMain(uint32_t count, void *words)");
  const handlerType = koffi.proto(
    "uint32_t __stdcall AmtAgentServiceHandler(uint32_t control, uint32_t event, void *data, void *context)",
  );
  return new Dispatcher(calls, memory, {
    main: (call: () => void) => koffi.register(call, koffi.pointer(mainType)) as Pointer,
    handler: (call: (control: number, event: number) => number) =>
      koffi.register(call, koffi.pointer(handlerType)) as Pointer,
  });
}

interface Callbacks {
  main(call: () => void): Pointer;
  handler(call: (control: number, event: number) => number): Pointer;
}

/**
 * Neither the callbacks nor the table are ever freed: a process is one service once, and Windows may use them until it ends.
 * The dispatcher keeps one thread of the pool for as long as the service lives.
 */
class Dispatcher implements ServiceControl {
  readonly #calls: Calls;
  readonly #memory: Win32;
  readonly #callbacks: Callbacks;
  #handle = 0;

  constructor(calls: Calls, memory: Win32, callbacks: Callbacks) {
    this.#calls = calls;
    this.#memory = memory;
    this.#callbacks = callbacks;
  }

  dispatch(name: string, { onStart, onControl }: Parameters<ServiceControl["dispatch"]>[1]) {
    const { StartServiceCtrlDispatcherW, RegisterServiceCtrlHandlerExW } = this.#calls;
    const handler = this.#callbacks.handler(onControl);
    const failed: { error?: unknown } = {};
    const main = this.#callbacks.main(() => {
      // An error must not get out: there is Windows' own code below
      try {
        this.#handle = RegisterServiceCtrlHandlerExW(name, handler, null);
        if (this.#handle === 0) throw new WindowsError("RegisterServiceCtrlHandlerExW", this.#memory.GetLastError());
        onStart();
      } catch (error) {
        failed.error = error;
      }
    });
    const table = this.#table(name, main);
    const ended = new Promise<void>((resolve, reject) => {
      StartServiceCtrlDispatcherW.async(table, (error: unknown, done: number) => {
        if (failed.error) reject(failed.error);
        else if (error) reject(error);
        // The number is the pool thread's, which is not to be asked; it has one meaning worth telling
        else if (done === 0)
          reject(new WindowsError("StartServiceCtrlDispatcherW", ERROR_FAILED_SERVICE_CONTROLLER_CONNECT));
        else resolve();
      });
    });
    return { ended };
  }

  setStatus(status: Buffer): void {
    if (this.#calls.SetServiceStatus(this.#handle, status) === 0)
      throw new WindowsError("SetServiceStatus", this.#memory.GetLastError());
  }

  /** SERVICE_TABLE_ENTRYW[2]: name and main function of the one service, and an empty entry; the name behind them. */
  #table(name: string, main: Pointer): Pointer {
    const text = Buffer.from(`${name}\0`, "utf16le");
    const table = this.#memory.allocate(32 + text.length);
    const entries = Buffer.alloc(32);
    entries.writeBigUInt64LE(table + 32n, 0);
    entries.writeBigUInt64LE(main, 8);
    this.#memory.copyIn(table, 0, entries);
    this.#memory.copyIn(table, 32, text);
    return table;
  }
}
