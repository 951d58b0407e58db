import { readFileSync } from "node:fs";
import path from "node:path";

/** What software centres show of it: the words of linux/*.metainfo.xml, with this version and its day. */
export function metainfo({ root, version, epoch }) {
  const text = readFileSync(path.join(root, "installer/linux/org.amt_agent.status.metainfo.xml"), "utf8");
  const day = new Date(epoch * 1000).toISOString().slice(0, 10);
  return text.replace(
    "</component>",
    `  <releases>\n    <release version="${version}" date="${day}"/>\n  </releases>\n</component>`,
  );
}
