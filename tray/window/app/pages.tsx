import type { ComponentType } from "preact";
import type { WindowWords } from "../../locales/en-window.ts";
import { AboutPage } from "./about-page.tsx";
import { DetailsPage } from "./details-page.tsx";
import type { GlyphName } from "./glyphs.tsx";
import { HistoryPage } from "./history-page.tsx";
import { NowPage } from "./now-page.tsx";
import type { PageProps } from "./page-props.ts";
import { PosturePage } from "./posture-page.tsx";
import { PresencePage } from "./presence-page.tsx";
import { ReachPage } from "./reach-page.tsx";

export interface PageEntry {
  /** Behind `#/`, and the name of its title among the words. */
  readonly id: keyof WindowWords["pages"];
  readonly glyph: GlyphName;
  readonly Page: ComponentType<PageProps>;
}

/** The pages in the order of the navigation. A further page is a further row, with a title in every language. */
export const pages: readonly PageEntry[] = [
  { id: "now", glyph: "now", Page: NowPage },
  { id: "reach", glyph: "reach", Page: ReachPage },
  { id: "history", glyph: "history", Page: HistoryPage },
  { id: "details", glyph: "details", Page: DetailsPage },
  { id: "posture", glyph: "posture", Page: PosturePage },
  { id: "presence", glyph: "presence", Page: PresencePage },
  { id: "about", glyph: "about", Page: AboutPage },
];
