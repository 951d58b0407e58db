import type { Managed, Rules } from "../rule.ts";
import { subscriptionRules } from "../subscriptions.ts";
import { accountRules } from "./accounts.ts";
import { auditPolicyRules } from "./audit-policy.ts";
import { bootRules } from "./boot.ts";
import { certificateRules } from "./certificates.ts";
import { consentRules } from "./consent.ts";
import { dot1xRules } from "./dot1x.ts";
import { eacRules } from "./eac.ts";
import { generalRules } from "./general.ts";
import { hardwareRules } from "./hardware.ts";
import { hostSetupRules } from "./host-setup.ts";
import { logRules } from "./logs.ts";
import { networkRules } from "./network.ts";
import { powerRules } from "./power.ts";
import { presenceRules } from "./presence.ts";
import { provisioningRecordRules } from "./provisioning-records.ts";
import { redirectionRules } from "./redirection.ts";
import { remoteAccessRules } from "./remote-access.ts";
import { setupRules } from "./setup.ts";
import { timeRules } from "./time.ts";
import { tlsRules } from "./tls.ts";
import { wifiRules } from "./wifi.ts";

const subjects = [
  ...[
    hardwareRules,
    powerRules,
    bootRules,
    generalRules,
    setupRules,
    hostSetupRules,
    provisioningRecordRules,
    accountRules,
    timeRules,
    logRules,
    auditPolicyRules,
  ],
  ...[redirectionRules, consentRules, networkRules, wifiRules, dot1xRules, certificateRules, tlsRules],
  ...[remoteAccessRules, presenceRules, eacRules, subscriptionRules],
] as const;

/** Every class that this machine's AMT has, and what it does with it. */
export const rulesOf = (me: Managed): Rules => Object.assign({}, ...subjects.map((subject) => subject(me))) as Rules;
