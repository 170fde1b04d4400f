// Where a handler waits for a call, and finds those under way. No personal data: a reference, themes,
// counts. A call that is answered on this handler's telephone opens by itself.
import { useEffect, useRef } from 'react';
import { ask } from '../api/client';
import { when, fromNow, useSeconds } from '../api/clock';
import { useFetched } from '../api/use';
import type { Board, BoardLine, DueList } from '../api/v1';
import { Link } from '../parts/link';
import { go } from '../router';
import { useSession, has } from '../api/session';
import { capital, count, say } from '../words';
import { Rehearsal } from '../parts/rehearsal';

function Line({ line, now }: { line: BoardLine; now: number }) {
  return (
    <tr className={line.closed ? 'closed' : ''}>
      <td>
        <Link to={`/incidents/${line.reference}`}>{line.reference}</Link>
        {line.live_contact && <strong className="pill pill-live">live</strong>}
      </td>
      <td>{line.grade ? <span className={`grade grade-${line.grade}`}>{say(line.grade)}</span> : 'not graded'}</td>
      <td>
        {line.child && <strong className="pill pill-child">child</strong>} {line.themes.map((theme) => capital(say(theme))).join(', ')}
      </td>
      <td className="number">{line.owed}</td>
      <td className={`number ${line.overdue > 0 ? 'overdue' : ''}`}>{line.overdue}</td>
      <td>{line.next_due ? fromNow(line.next_due, now) : ''}</td>
      <td>{when(line.opened_at)}</td>
    </tr>
  );
}

export function Incidents() {
  const { data, problem } = useFetched<Board>('/v1/incidents', () => true);
  const now = useSeconds();
  const session = useSession();
  const known = useRef<Set<string>>(undefined);
  // A live contact that was not there before, and that holds something of one's own, is the call that
  // has just been answered here.
  useEffect(() => {
    if (!data) return;
    const live = data.incidents.filter((line) => line.live_contact).map((line) => line.reference);
    const before = known.current;
    known.current = new Set(live);
    if (!before || !has(session.person, 'handler')) return;
    const fresh = live.filter((reference) => !before.has(reference));
    if (fresh.length === 0) return;
    void ask<DueList>('/v1/owed?mine=true').then((list) => {
      const mine = fresh.find((reference) => list.owed.some((one) => one.reference === reference));
      if (mine && location.pathname === '/') go(`/incidents/${mine}`);
    }, () => undefined);
  }, [data, session.person]);
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">Incidents</h1>
      {problem && <p role="alert" className="refusal">{problem.says}</p>}
      <Rehearsal />
      {data && data.incidents.length === 0 && (
        <p className="govuk-body" role="status">
          No incident is open. A call that you answer opens here by itself: no key is needed.
        </p>
      )}
      {data && data.incidents.length > 0 && (
        <div className="table-holder" role="region" aria-label="Open incidents" tabIndex={0}>
          <table className="dense">
            <caption className="visually-hidden">{count(data.incidents.length, 'open incident')}</caption>
            <thead>
              <tr>
                <th scope="col">Reference</th>
                <th scope="col">Grade</th>
                <th scope="col">About</th>
                <th scope="col" className="number">Owed</th>
                <th scope="col" className="number">Overdue</th>
                <th scope="col">Next due</th>
                <th scope="col">Opened</th>
              </tr>
            </thead>
            <tbody>
              {data.incidents.map((line) => (
                <Line key={line.id} line={line} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  );
}
