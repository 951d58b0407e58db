import { realms } from "../../accounts.ts";
import { alerts } from "../alert.ts";
import { audits } from "../audits.ts";
import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { numberOf, type Properties } from "../value.ts";

/** OptInState. */
const state = { idle: 0, requested: 1, displayed: 2, received: 3, inSession: 4 } as const;
const ALL = 0xffff_ffff;
/** Codes that may be wrong before the request is dropped; and requests in a row before StartOptIn is blocked (guessed: as many). */
const TRIES = 3;

/** What is drawn on the screen for the person there. */
export interface Sprite {
  /** Six digits; undefined when none is shown. */
  readonly code: string | undefined;
}
const sprites = new WeakMap<Managed, Sprite>();
/** The code on the screen: a demonstration's operator reads it as the person at the machine does. Firmware never tells it the host. */
export const spriteOf = (me: Managed): Sprite => sprites.get(me) ?? { code: undefined };

/** User consent (presence-posture.md 3.6). */
export function consentRules(me: Managed): Rules {
  const { world, journal } = me;
  let held: number = state.idle;
  let resets = world.resets;
  let wrong = 0;
  let failures = 0;
  let stop: () => void = () => {};

  const enter = (next: number): void => {
    stop();
    held = next;
    resets = world.resets;
    world.consent = next === state.requested || next === state.displayed;
    if (next !== state.displayed) sprites.delete(me);
  };
  /** Nothing of it survives a reset of the ME. */
  const now = (): number => {
    if (resets !== world.resets) enter(state.idle);
    return held;
  };
  const end = (): void => {
    const was = now();
    enter(state.idle);
    if (was !== state.idle) me.alert(alerts.consentEnded);
  };
  const settings = (): Properties => me.store.list("IPS_OptInService")[0] ?? {};
  /** Consent is a state of the world too: the operator's own requests show here (1), and open sessions do (4). */
  const shown = (): number => {
    const open = world.kvm || world.ider || world.sol;
    if (now() === state.received && open) return state.inSession;
    return now() === state.idle && world.consent ? state.requested : now();
  };
  return {
    IPS_OptInService: {
      write: [realms.redirection, realms.localSystem, realms.localUserNotification],
      live: () => ({
        OptInState: shown(),
        CanModifyOptInPolicy: world.controlMode === "client" ? 0 : 1,
        ...(world.controlMode === "client" && { OptInRequired: ALL }),
      }),
      put(call, wanted, before, given) {
        const policy = numberOf(wanted.OptInRequired);
        const known = policy === 0 || policy === 1 || policy === ALL;
        const changes = policy !== numberOf(before.OptInRequired);
        // In client control mode nobody can do without the user (presence-posture.md 3.6); silently, guessed
        const may = known && world.controlMode === "admin" && call.user.realms.includes(realms.administration);
        const names = ["OptInCodeTimeout", ...(world.controlMode === "admin" ? ["OptInDisplayTimeout"] : [])];
        if (changes && may) {
          audits(journal, call).consentPolicy([numberOf(before.OptInRequired) & 0xff, policy & 0xff]);
          me.alert(alerts.consentChanged);
        }
        return settable(...names, ...(may ? ["OptInRequired"] : []))(call, wanted, before, given);
      },
      methods: {
        /** 2 while AMT is in no state for it (recorded with consent off); 3 after too many failures. */
        StartOptIn(call) {
          const { OptInRequired = ALL, OptInDisplayTimeout } = settings();
          if (now() !== state.idle || world.provisioning !== "post") return returns(2);
          if (world.controlMode === "admin" && numberOf(OptInRequired) === 0) return returns(2);
          if (failures >= TRIES) {
            audits(journal, call).consentBlocked();
            return returns(3);
          }
          enter(state.displayed);
          sprites.set(me, { code: String(world.random(4).readUInt32BE() % 1_000_000).padStart(6, "0") });
          wrong = 0;
          me.alert(alerts.consentRequested);
          stop = me.later(numberOf(OptInDisplayTimeout) * 1_000, end);
          return success;
        },
        SendOptInCode(call, input) {
          if (now() !== state.displayed) return returns(2);
          const { code } = spriteOf(me);
          if (numberOf(input.OptInCode) === Number(code)) {
            enter(state.received);
            failures = 0;
            audits(journal, call).consentCode([0]);
            me.alert(alerts.consentGranted);
            const idle = (): void => {
              if (shown() === state.inSession) stop = me.later(timeout(), idle);
              else end();
            };
            const timeout = (): number => numberOf(settings().OptInCodeTimeout) * 1_000;
            stop = me.later(timeout(), idle);
            return success;
          }
          wrong += 1;
          if (wrong >= TRIES) {
            failures += 1;
            audits(journal, call).consentCode([1]);
            end();
          }
          return returns(1); // guessed
        },
        /** Also by a local program for the user. Nothing to cancel: 2, recorded. */
        CancelOptIn() {
          if (now() === state.idle && !world.consent) return returns(2);
          world.consent = false;
          end();
          return success;
        },
      },
    },
    IPS_SecIOService: {
      write: [realms.redirection, realms.localSystem],
      put(call, wanted, before, given) {
        me.alert(alerts.spriteChanged);
        const after = settable("DefaultScreen", "RequestedLanguage", "language", "zoom")(call, wanted, before, given);
        return { ...after, RequestedLanguage: after.language };
      },
    },
    IPS_ScreenSettingData: {
      write: [realms.redirection, realms.localSystem],
      put: settable(
        ...["IsActive", "PrimaryIndex", "SecondaryIndex", "TertiaryIndex", "QuadraryIndex"],
        ...["ResolutionX", "ResolutionY", "UpperLeftX", "UpperLeftY"],
      ),
    },
    IPS_ScreenConfigurationService: {
      write: [realms.redirection],
      methods: {
        SetSessionState(_call, input, on) {
          const wanted = numberOf(input.SessionState);
          const reboots = numberOf(input.ConsecutiveRebootsNum);
          if (!(wanted === 0 || wanted === 1) || !(reboots >= 0 && reboots <= 3)) return returns(2);
          const after = { ...on, CurrentState: wanted, RemainingConsecutiveRebootsNum: reboots };
          me.store.replace("IPS_ScreenConfigurationService", on, after);
          return success;
        },
      },
    },
  };
}
