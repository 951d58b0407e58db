import { basename } from "node:path";
import type { HostView } from "../host-view.ts";

const DEEPEST = 8;

/**
 * Whether everything a block device lies on is encrypted by the kernel (dm-crypt). By name below /sys/class/block, through LVM, RAID and
 * partitions: a device without anything below it that is not dm-crypt itself is plain.
 */
export async function isEncrypted(host: HostView, name: string, depth = 0): Promise<boolean> {
  const at = `/sys/class/block/${await kernelName(host, name)}`;
  const uuid = (await host.textIfThere(`${at}/dm/uuid`))?.trim() ?? "";
  if (uuid.startsWith("CRYPT-")) return true;
  const below = (await host.namesIfThere(`${at}/slaves`)) ?? [];
  if (below.length === 0 || depth === DEEPEST) return false;
  for (const one of below) if (!(await isEncrypted(host, one, depth + 1))) return false;
  return true;
}

/** `mapper/vg-root` is a link to `../dm-0`. */
async function kernelName(host: HostView, name: string): Promise<string> {
  if (!name.includes("/")) return name;
  return basename(await host.link(`/dev/${name}`));
}
