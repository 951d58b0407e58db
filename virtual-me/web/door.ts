import type { Service } from "../lme/services.ts";
import type { LocalWeb, LocalWebParts } from "./local.ts";

/**
 * The way to a virtual ME's web services. They are loaded and made when somebody comes through it: most commands never do, and would
 * pay for HTTP, XML and the object store at every start. All of them have to come this way, so that there is one of each.
 */
export interface WebDoor {
  open(): Promise<LocalWeb>;
  service(port: number): Service;
  /** The ME resets. */
  reset(): void;
  close(): void;
}

export function webDoor(parts: LocalWebParts): WebDoor {
  let made: LocalWeb | undefined;
  let opening: Promise<LocalWeb> | undefined;
  let closed = false;
  async function make(): Promise<LocalWeb> {
    const { localWeb } = await import("./local.ts");
    made = localWeb(parts);
    if (closed) made.close();
    return made;
  }
  function open(): Promise<LocalWeb> {
    opening ??= make();
    return opening;
  }
  return {
    open,
    service: (port) => (channel, from) => {
      channel.on("error", () => {}); // its client may be gone before we are ready; what broke it is the client's affair
      open().then((local) => {
        if (!channel.destroyed) local.service(port)(channel, from);
      }, parts.onFailure);
    },
    reset: () => made?.web.reset(),
    close() {
      closed = true;
      made?.close();
    },
  };
}
