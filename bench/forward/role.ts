/** What a process of a measurement is. `path`: the unix socket of its ME, or the one it listens on. */
export type Role =
  | { readonly as: "virtual ME"; readonly path: string; readonly window: number }
  | { readonly as: "minimal ME"; readonly path: string; readonly window: number }
  | { readonly as: "agent"; readonly path: string }
  | { readonly as: "minimal relay"; readonly path: string }
  | { readonly as: "echo" }
  | { readonly as: "proxy"; readonly to: number };
export interface Ready {
  /** Where clients connect. */
  readonly port?: number;
}
