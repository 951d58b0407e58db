/** Why the window shows nothing: its program has gone, or this page never came in. */
export type Gate = "closed" | "lost" | "reused" | "late" | "outside";
export type Entry = { readonly key: string } | { readonly gate: Gate };

const kept = "amt-agent.session";

/**
 * The session's key: from the answer to the one-time token, which then stands nowhere in the document any more, or kept by this tab from
 * before it was loaded anew.
 */
export function takeEntry(): Entry {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="entry"]');
  const said = meta?.content ?? "";
  meta?.remove();
  // A reload must read the page, not send the token again
  history.replaceState(null, "", `/${location.hash}`);
  if (said.startsWith("key:")) sessionStorage.setItem(kept, said.slice(4));
  if (said === "late" || said === "reused") return { gate: said };
  const key = said === "unknown" ? null : sessionStorage.getItem(kept);
  return key ? { key } : { gate: "outside" };
}

export const forgetSession = (): void => sessionStorage.removeItem(kept);
