import { harmless } from "../../menu.ts";
import type { PostureView } from "../posture-view.ts";
import { tallyOf } from "./posture-list.ts";
import { useSpeech } from "./speech.ts";
import { momentOf } from "./when.ts";

type Advisory = PostureView["advisories"][number];

/** Intel's advisories: those that concern this computer in full, the others folded away. A report without any has none to show. */
export function AdvisoryList({ report }: { report: PostureView }) {
  const { window, locale } = useSpeech();
  const { posture } = window;
  const { affected, unsaid } = tallyOf(report);
  if (report.advisories.length === 0) return null;
  const concern = ({ verdict }: Advisory): boolean => verdict === "affected";
  const others = report.advisories.filter((one) => !concern(one));
  return (
    <section class="card" aria-labelledby="advisories">
      <h2 id="advisories">{posture.advisories}</h2>
      <p class="quiet">{posture.data(momentOf(report.agent.advisoryData.date, locale))}</p>
      {affected === 0 ? <p>{posture.noneAffected}</p> : <p class="remedy">{posture.update}</p>}
      <ul>
        {report.advisories.filter(concern).map((one) => (
          <AdvisoryRow key={one.id} advisory={one} />
        ))}
      </ul>
      {unsaid > 0 && <p>{posture.advisoryUnknown(unsaid)}</p>}
      <details>
        <summary>{posture.allAdvisories}</summary>
        <ul>
          {others.map((one) => (
            <AdvisoryRow key={one.id} advisory={one} />
          ))}
        </ul>
      </details>
    </section>
  );
}

const classes: Readonly<Record<string, string>> = { affected: "fail", fixed: "pass", unknown: "unknown" };

function AdvisoryRow({ advisory: { id, title, verdict, cves, cvss, url } }: { advisory: Advisory }) {
  const { posture } = useSpeech().window;
  return (
    <li class={`finding ${classes[verdict] ?? "not-applicable"}`}>
      <span class="state">{posture.advisoryVerdicts[verdict] ?? verdict}</span>
      <div>
        <p>
          <bdi dir="ltr" lang="en">{`${id} ${harmless(title)}`}</bdi>
        </p>
        <p class="why">
          {cvss !== null && `${posture.score(cvss)} `}
          {cves.length > 0 && <bdi dir="ltr">{harmless(cves.join(", "))}</bdi>}{" "}
          {/^https:\/\//.test(url) && (
            <a href={url} target="_blank" rel="noreferrer" aria-label={`${posture.page} ${id}`}>
              {posture.page}
            </a>
          )}
        </p>
      </div>
    </li>
  );
}
