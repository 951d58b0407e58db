import { dePosture } from "./de-posture.ts";
import { dePrivacy } from "./de-privacy.ts";

/** What the reports on privacy and posture say, in German. */
export const deReports = { ...dePrivacy, ...dePosture };
