import { codeOf } from "../../mei/errors.ts";
import { message } from "../api/texts.ts";
import { type Check, type Part, unknown } from "../doctor/check.ts";
import { adminsCheck, deviceGroupCheck, userCheck } from "./accounts.ts";
import { deviceCheck, elsewhere, holdersCheck, lmsCheck, socketsCheck, unitCheck, versionsCheck } from "./at-work.ts";
import { programFolder } from "./expected.ts";
import { configCheck, packageCheck, programCheck, secretsCheck, senderCheck, stateCheck } from "./files.ts";
import type { Place, Running } from "./place.ts";

type Look = (place: Place) => Part;
const whereItRuns =
  (look: (place: Place, running: Running) => Part): Look =>
  (place) =>
    place.running ? look(place, place.running) : elsewhere();

const looks = {
  package: packageCheck,
  program: programCheck,
  user: userCheck,
  "device-group": deviceGroupCheck,
  admins: adminsCheck,
  config: configCheck,
  state: stateCheck,
  secrets: secretsCheck,
  sender: senderCheck,
  unit: unitCheck,
  device: deviceCheck,
  sockets: socketsCheck,
  lms: lmsCheck,
  holders: whereItRuns((_place, running) => holdersCheck(running)),
  versions: whereItRuns(versionsCheck),
} satisfies Record<string, Look>;

/** Is everything as the package made it, and nothing in its way? Reads the place's files, changes nothing. */
export function verify(place: Place): Check[] {
  const isThere = place.package !== undefined || place.tree.entry(programFolder) !== undefined;
  const nothing: Part = { result: "skipped", evidence: message("install.not-installed", {}), remedy: null };
  return Object.entries(looks).map(([code, look]) => ({
    code,
    title: message(`install.${code as keyof typeof looks}`, {}),
    ...(isThere || code === "package" ? tried(() => look(place)) : nothing),
  }));
}

/** What may not be read is not known; whoever asks as root knows it. */
function tried(look: () => Part): Part {
  try {
    return look();
  } catch (error) {
    if (!["EACCES", "EPERM"].includes(codeOf(error))) throw error;
    return unknown((error as Error).message);
  }
}
