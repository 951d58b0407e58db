import type { PrivacyReport } from "../api/privacy.ts";
import { type Message, message } from "../api/texts.ts";
import { configured, type Readings, type Topic } from "./readings.ts";
import { accounts } from "./topics/accounts.ts";
import { boot } from "./topics/boot.ts";
import { certificates } from "./topics/certificates.ts";
import { consent, consentRule } from "./topics/consent.ts";
import { features } from "./topics/features.ts";
import { logs } from "./topics/logs.ts";
import { network } from "./topics/network.ts";
import { now } from "./topics/now.ts";
import { owner } from "./topics/owner.ts";
import { servers } from "./topics/servers.ts";
import { wireless } from "./topics/wireless.ts";

const all: readonly Topic[] = [
  now,
  owner,
  consent,
  features,
  network,
  accounts,
  servers,
  wireless,
  certificates,
  boot,
  logs,
];

/** The report, from what was read. Pure. */
export function report(readings: Readings): PrivacyReport {
  const { info, at } = readings;
  const { virtual, name, notice } = info.machine;
  return {
    schema: "amt-agent.privacy/1",
    at,
    machine: { virtual, name, notice },
    answer: answer(readings),
    about: message("privacy.about", {}),
    topics: topicsOf(readings).map((topic) => topic(readings)),
  };
}

/** What AMT would let people do is no question where nobody has set it up; what is not known is one. */
function topicsOf({ info }: Readings): readonly Topic[] {
  if (info.amt.present === false) return [owner];
  if (isSomebodyThere(info.sessions) || configured(info) !== false) return all;
  return info.amt.operational === false ? [owner, certificates] : [now, owner, certificates];
}

const isSomebodyThere = ({ kvm, sol, storage, consentPending }: Readings["info"]["sessions"]): boolean =>
  [kvm, sol, storage, consentPending].includes(true);

/** The sentence that answers the question. Pure. */
export function answer(readings: Readings): Message {
  const { amt, sessions } = readings.info;
  if (amt.present === false) return message("privacy.answer.absent", {});
  const isSetUp = configured(readings.info);
  if (isSetUp || isSomebodyThere(sessions))
    return message("privacy.answer.managed", { consent: consentRule(readings), now: nowWord(readings) });
  if (amt.operational === false) return message("privacy.answer.off", {});
  if (isSetUp === null || amt.present === null) return message("privacy.answer.unknown", {});
  return message("privacy.answer.unconfigured", {});
}

function nowWord({ info: { sessions } }: Readings): string {
  const { kvm, sol, storage, consentPending } = sessions;
  if (kvm) return "screen";
  if (sol || storage) return "other";
  if (consentPending) return "asks";
  return [kvm, sol, storage, consentPending].includes(null) ? "unknown" : "nobody";
}
