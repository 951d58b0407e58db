/** ME clients: programs inside the firmware that the host can connect to, by UUID (lms.md 2.1, posture.md 1.7). */
export interface MeiClient {
  readonly name: string;
  readonly uuid: string;
  readonly title: string;
}
const client = (name: string, uuid: string, title: string): MeiClient => ({ name, uuid, title });

export const amthi = client("amthi", "12f80028-b4b7-4b2d-aca8-46e0ff65814c", "AMT host interface");
export const mkhi = client("mkhi", "8e6a6715-9abc-4043-88ef-9e39c6f63e0f", "ME kernel host interface");
export const mchi = client("mchi", "dd17041c-09ea-4b17-a271-5b989867ec65", "MCA host interface");
export const watchdog = client("watchdog", "05b79a6f-4628-4d7f-899d-a91514cb32ab", "watchdog and AMT state");
export const upid = client("upid", "92136c79-5fea-4cfd-980e-23be07fa5e9f", "unique platform id");
export const hotham = client("hotham", "082ee5a7-7c25-470a-9643-0c06f0466ea1", "firmware fault log");
export const fwupdate = client("fwupdate", "309dcde8-ccb1-4062-8f78-600115a34327", "firmware update (ME before 12)");
export const lme = client("lme", "6733a4db-0476-4e7b-b3af-bcfc29bee7a7", "local manageability (APF)");

/**
 * Offered by our virtual ME and by nothing else: connecting to it is how any driver, also the kernel's own, learns that the
 * machine is virtual. Hardware answers ENOTTY. Its one command is in `mei/virtual/`.
 */
export const virtualMarker = client(
  "virtual",
  "a317e000-a677-4a6d-8e00-766972747561",
  "this ME is virtual (amt-agent)",
);

export const allClients: readonly MeiClient[] = [
  amthi,
  mkhi,
  mchi,
  watchdog,
  upid,
  hotham,
  fwupdate,
  lme,
  virtualMarker,
];
