import type { ServerResponse } from "node:http";
import type { Event, Snapshot } from "../../agent/api/snapshot.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Silence, View } from "../view.ts";
import { alwaysSent } from "./reply.ts";

/** What a page is told, one JSON value a line. The first is always what is known at that moment. */
export type Told =
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot }
  | { readonly kind: "silent"; readonly why: Silence; readonly socket: string }
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "beat" }
  /** The last: the window's program ends, or somebody else had the file too. */
  | { readonly kind: "ended"; readonly why: "reused" | "stopped" };

/** ms between signs of life. */
export const beat = 15_000;
/** Bytes that a page may leave lying; then it is hung up on, comes back, and starts with what is known. */
const longestBacklog = 1024 * 1024;

export interface AudienceEvents {
  /** A page came or went; how many there are now. */
  count(pages: number): void;
  /** Every 15 s while there are pages. */
  beat(): void;
}

/** The pages that are open. */
export class Audience {
  readonly #pages = new Set<ServerResponse>();
  readonly #clock: Clock;
  readonly #on: AudienceEvents;
  #view: View;
  #stopBeat: (() => void) | undefined;

  constructor(clock: Clock, first: View, on: AudienceEvents) {
    this.#clock = clock;
    this.#view = first;
    this.#on = on;
  }

  get size(): number {
    return this.#pages.size;
  }

  see(view: View): void {
    this.#view = view;
    this.#tell(view);
  }

  /** The service tells only what changes: that nothing has, it must be asked. What is older than what is known is left out. */
  confirm(snapshot: Snapshot): void {
    if (this.#view.kind === "snapshot" && snapshot.at >= this.#view.snapshot.at)
      this.see({ kind: "snapshot", snapshot });
  }

  hear(event: Event): void {
    this.#tell({ kind: "event", event });
  }

  /** Keeps the response open until the page goes or all of it ends. */
  join(response: ServerResponse): void {
    response.writeHead(200, { ...alwaysSent, "Content-Type": "application/x-ndjson; charset=utf-8" });
    this.#pages.add(response);
    response.on("close", () => {
      this.#pages.delete(response);
      if (this.#pages.size === 0) this.#stopBeat?.();
      this.#on.count(this.#pages.size);
    });
    this.#write(response, this.#view);
    if (this.#pages.size === 1) this.#beat();
    this.#on.count(this.#pages.size);
  }

  end(why: "reused" | "stopped"): void {
    this.#stopBeat?.();
    for (const page of this.#pages) page.end(`${JSON.stringify({ kind: "ended", why } satisfies Told)}\n`);
  }

  #beat(): void {
    this.#stopBeat = this.#clock.after(beat, () => {
      this.#tell({ kind: "beat" });
      this.#on.beat();
      this.#beat();
    });
  }

  #tell(told: Told): void {
    for (const page of this.#pages) this.#write(page, told);
  }

  #write(page: ServerResponse, told: Told): void {
    if (page.writableLength > longestBacklog) page.destroy();
    else page.write(`${JSON.stringify(told)}\n`);
  }
}
