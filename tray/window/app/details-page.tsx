import { harmless } from "../../one-line.ts";
import { Answered, useAnswer } from "./answer.tsx";
import { type DetailGroup, type DetailRow, detailGroups, type Info } from "./detail-rows.ts";
import { useSpeech } from "./speech.ts";

export function DetailsPage() {
  const { window } = useSpeech();
  const { answer, again } = useAnswer<Info>("/api/info");
  return (
    <>
      <div class="heading">
        <h1 tabIndex={-1}>{window.pages.details}</h1>
        <button type="button" onClick={again} disabled={answer.kind === "reading"}>
          {window.details.again}
        </button>
      </div>
      <p class="intro">{window.details.intro}</p>
      <Answered answer={answer} again={again}>
        {(info) => <Groups info={info} />}
      </Answered>
    </>
  );
}

function Groups({ info }: { info: Info }) {
  const { window } = useSpeech();
  const groups = detailGroups(info, window.details, window);
  const unknown = groups.flatMap(({ rows }) => rows).filter(({ value }) => value === null).length;
  return (
    <>
      {unknown > 0 && <p class="quiet">{window.details.unknownCount(unknown)}</p>}
      <div class="groups">
        {groups.map((group) => (
          <GroupCard key={group.title} group={group} />
        ))}
      </div>
      <Certificates info={info} />
    </>
  );
}

function GroupCard({ group: { title, rows } }: { group: DetailGroup }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <dl class="rows">
        {rows.map((row) => (
          <Detail key={row.label} row={row} />
        ))}
      </dl>
    </section>
  );
}

function Detail({ row: { label, value, why } }: { row: DetailRow }) {
  const { window, say } = useSpeech();
  return (
    <div>
      <dt>{label}</dt>
      {value === null ? (
        <dd class="unknown">
          {window.notKnown}
          <span class="why">{why ? say(why) : window.details.noReason}</span>
        </dd>
      ) : (
        <dd>
          <bdi>{harmless(value)}</bdi>
        </dd>
      )}
    </div>
  );
}

function Certificates({ info: { certificates, unknown } }: { info: Info }) {
  const { window, say } = useSpeech();
  const { details } = window;
  const why = unknown.find(({ field }) => field === "certificates")?.message;
  return (
    <section aria-labelledby="certificates">
      <h2 id="certificates">{details.certificates}</h2>
      <p class="quiet">{details.certificatesText}</p>
      {certificates === null && (
        <p class="unknown">
          {window.notKnown}
          <span class="why">{why ? say(why) : details.noReason}</span>
        </p>
      )}
      {certificates?.length === 0 && <p>{details.noCertificates}</p>}
      {certificates !== null && certificates.length > 0 && (
        <ul class="certificates">
          {certificates.map((one) => (
            <li key={one.handle}>
              <p>
                <bdi>{harmless(one.name)}</bdi>{" "}
                <span class="quiet">
                  {[
                    one.active ? details.active : details.inactive,
                    one.default ? details.builtIn : details.added,
                    String(one.algorithm ?? window.notKnown),
                  ].join(" \u00b7 ")}
                </span>
              </p>
              <p class="hash" dir="ltr">
                {harmless(one.hash)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
