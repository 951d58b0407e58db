import type { EventKind, EventSeverity } from "../../../agent/api/snapshot.ts";
import type { Filter } from "./event-list.ts";
import { useSpeech } from "./speech.ts";

export interface HistoryToolsProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** Entries that are shown. */
  readonly count: number;
  readonly onCsv: () => void;
  readonly onJson: () => void;
}

export function HistoryTools({ filter, onFilter, count, onCsv, onJson }: HistoryToolsProps) {
  const { history } = useSpeech().window;
  return (
    <form class="tools" onSubmit={(event) => event.preventDefault()}>
      <label class="wide">
        <span>{history.search}</span>
        <input
          type="search"
          value={filter.search}
          onInput={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>{history.kind}</span>
        <select
          value={filter.kind}
          onChange={(event) => onFilter({ ...filter, kind: event.currentTarget.value as EventKind | "" })}
        >
          <option value="">{history.allKinds}</option>
          {Object.entries(history.kinds).map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{history.severity}</span>
        <select
          value={filter.severity}
          onChange={(event) => onFilter({ ...filter, severity: event.currentTarget.value as EventSeverity })}
        >
          {Object.entries(history.severities).map(([severity, name]) => (
            <option key={severity} value={severity}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="below">
        <p class="quiet" role="status">
          {history.count(count)}
        </p>
        <button type="button" onClick={onCsv} disabled={count === 0}>
          {history.exportCsv}
        </button>
        <button type="button" onClick={onJson} disabled={count === 0}>
          {history.exportJson}
        </button>
      </div>
    </form>
  );
}
