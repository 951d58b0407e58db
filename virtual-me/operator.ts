import type { Delivery } from "./alerts/delivery.ts";
import type { Lme } from "./lme/lme.ts";
import type { ActionName, Word } from "./operator/actions.ts";
import type { OperatorState } from "./operator/state.ts";
import { provision } from "./rules/provisioning.ts";
import type { WebDoor } from "./web/door.ts";
import type { World } from "./world.ts";

/** What came of an act. */
export interface Acted {
  /** `iAMT0052-1`: what AMT tells the host because of it. */
  readonly alerts: readonly string[];
  readonly state: OperatorState;
}

/** Whoever sits at the management console, and the switches of the virtual PC itself. Used by tests and demonstrations. */
export interface Operator {
  /**
   * One act of the table in operator/actions.ts, by the rules of AMT: it changes what MEI and web services show, and the host is told.
   * Rejects OPERATOR_REFUSED with what stands in the way.
   */
  act<A extends ActionName>(action: A, word: Word<A>): Promise<Acted>;
  /** As `act`, from words that somebody has typed. Rejects OPERATOR_UNKNOWN with what was probably meant. */
  perform(words: readonly string[]): Promise<Acted>;
  /** Sets AMT up as a console would; what the host sees afterwards. `admin` gets the password of virtual machines. */
  provision(mode: "client" | "admin"): void;
  setServer(fqdn: string): void;
  setEndOfPost(said: boolean): void;
  /** The ME restarts: every connection is gone; connecting is possible again after `downFor` ms. */
  reset(options?: { downFor?: number }): void;
}
export interface OperatorParts {
  readonly world: World;
  readonly web: WebDoor;
  readonly lme: Lme;
  readonly delivery: Delivery;
  readonly reset: (downFor: number) => void;
}

export function operatorOf({ world, web, lme, delivery, reset }: OperatorParts): Operator {
  /** The place at the console is made with the web services, which only those pay for who need them. */
  async function perform(words: readonly string[]): Promise<Acted> {
    const { operator } = await web.open();
    const { alerts, state } = operator.perform(words);
    const { taken, waiting, lost } = delivery;
    return {
      alerts,
      state: { ...state, alerts: { host: lme.session !== undefined, taken, waiting, lost }, counts: world.counts.all },
    };
  }
  return {
    act: (action, word) => perform([action, word]),
    perform,
    provision: (mode) => provision(world, mode),
    setServer: (fqdn) => {
      world.server = fqdn;
    },
    setEndOfPost: (said) => {
      world.endOfPost = said;
    },
    reset: ({ downFor = 0 } = {}) => reset(downFor),
  };
}
