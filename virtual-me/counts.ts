/**
 * What has arrived at a virtual ME, by name: `http` (requests), `AMT_GeneralSettings.Get` (each WS-Management request that was let in, carried
 * out or not), `amthi.getControlMode` (each command of an ME client), `lme.sessions` and `lme.channels`. A reset does not forget it: who
 * counts wants to know what was sent twice.
 */
export interface Counts {
  add(name: string): void;
  of(name: string): number;
  /** In the order of the names. */
  readonly all: Readonly<Record<string, number>>;
  clear(): void;
}

export function createCounts(): Counts {
  const counts = new Map<string, number>();
  return {
    add: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    of: (name) => counts.get(name) ?? 0,
    get all() {
      return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    clear: () => counts.clear(),
  };
}
