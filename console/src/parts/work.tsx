// A list of what is owed to some duty, and one of it opened beside the list. The list has no names;
// what is opened is on record.
import { useState, type ReactNode } from 'react';
import type { WorkLine, WorkList } from '../api/v1';
import { capital, say } from '../words';
import { AgeBand, Beside, Due, Grade, Refusal, usePolled } from './lists';

function whose(line: WorkLine): string {
  if (line.mine) return 'yours';
  if (line.offered_me) return 'offered to you';
  if (line.accepted) return line.holder;
  return line.offered ? `offered to ${line.offered}` : `for ${say(line.duty)}`;
}

export function WorkRow({ line, chosen, open }: { line: WorkLine; chosen: boolean; open: () => void }) {
  return (
    <li className={`work ${chosen ? 'work-chosen' : ''} ${line.overdue ? 'late' : ''}`}>
      <button type="button" className="work-open" aria-pressed={chosen} onClick={open}>
        <span className="work-what">{capital(line.says)}</span>
        <span className="work-about">
          <Due at={line.due} overdue={line.overdue} /> · {line.reference} · <Grade grade={line.grade} /> · <AgeBand band={line.age_band} />
          {line.themes.length > 0 && ` · ${line.themes.map((one) => capital(say(one))).join(', ')}`}
          {line.ward && ` · ${line.ward}`}
        </span>
        <span className="work-about">
          <strong className={line.mine || line.offered_me ? 'state-open' : ''}>{capital(whose(line))}</strong>
          {line.duty !== line.first_duty && ` · has climbed to ${say(line.duty)}`}
          {line.closed && ' · the incident is closed'}
        </span>
      </button>
    </li>
  );
}

export interface WorkPart {
  title: string;
  path: string;
  only?: (line: WorkLine) => boolean;
}

function Part({ part, chosen, open, lists }: { part: WorkPart; chosen: WorkLine | undefined; open: (line: WorkLine) => void; lists: Map<string, () => void> }) {
  const { data, problem, again } = usePolled<WorkList>(part.path);
  lists.set(part.path, again);
  const lines = (data?.owed ?? []).filter(part.only ?? (() => true));
  return (
    <section aria-label={part.title}>
      <h2 className="part">
        {part.title} <span className="part-count">{lines.length}</span>
      </h2>
      <Refusal problem={problem} />
      {data && lines.length === 0 && <p className="aside">Nothing.</p>}
      <ul>
        {lines.map((line) => (
          <WorkRow key={line.obligation} line={line} chosen={chosen?.obligation === line.obligation} open={() => open(line)} />
        ))}
      </ul>
      {data?.more && <p className="state-open">There is more than is shown.</p>}
    </section>
  );
}

export function Work({ title, says, parts, show }: { title: string; says: string; parts: WorkPart[]; show: (line: WorkLine, again: () => void) => ReactNode }) {
  const [chosen, setChosen] = useState<WorkLine>();
  const [lists] = useState(() => new Map<string, () => void>());
  const again = () => lists.forEach((one) => one());
  return (
    <main id="main" className="page page-wide">
      <h1 className="govuk-heading-m">{title}</h1>
      <p className="aside">{says}</p>
      <Beside
        list={parts.map((part) => (
          <Part key={part.path + part.title} part={part} chosen={chosen} open={setChosen} lists={lists} />
        ))}
        label={chosen ? `Incident ${chosen.reference}` : ''}
        back={() => setChosen(undefined)}
        chosen={chosen ? <div key={chosen.obligation}>{show(chosen, again)}</div> : undefined}
      />
    </main>
  );
}
