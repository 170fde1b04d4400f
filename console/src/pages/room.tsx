// The supervisor's board: every open incident by theme, age band, ward and time left, without names;
// what is late or unread; who takes calls without a certificate. One incident opens beside it, to
// join, to take over with a reason, or to release one thing at a time.
import { useState } from 'react';
import { useSession } from '../api/session';
import type { IncidentView, RoomBoard, RoomLine, RoomTotals } from '../api/v1';
import { AgeBand, Beside, Due, Grade, Refusal, usePolled } from '../parts/lists';
import { GlassesToReview } from '../parts/glass';
import { Matter } from '../parts/matter';
import { SayIt, type Acting } from '../parts/owed_acts';
import { capital, say } from '../words';

interface Counter {
  id: string;
  says: string;
  of: (totals: RoomTotals) => number;
  has: (line: RoomLine) => boolean;
  bad?: boolean;
}
const counters: Counter[] = [
  { id: 'live', says: 'on the line now', of: (all) => all.live, has: (line) => line.live_contact },
  { id: 'guided', says: 'without a certificate', of: (all) => all.guided, has: (line) => line.guided, bad: true },
  { id: 'overdue', says: 'overdue', of: (all) => all.overdue, has: (line) => line.overdue > 0, bad: true },
  { id: 'unread', says: 'hits not read', of: (all) => all.unread_hits, has: (line) => line.unread_hits > 0, bad: true },
  { id: 'breach', says: 'possible breaches', of: (all) => all.possible_breaches, has: (line) => line.possible_breaches > 0, bad: true },
  { id: 'waiting', says: 'wait for a source', of: (all) => all.unanswered, has: (line) => line.unanswered.length > 0 },
  { id: 'child', says: 'child, or may be', of: (all) => all.children, has: (line) => line.age_band === 'child' || line.age_band === 'may_be_child' },
  { id: 'all', says: 'open', of: (all) => all.incidents, has: () => true },
];

function Counters({ totals, chosen, choose }: { totals: RoomTotals; chosen: string; choose: (id: string) => void }) {
  return (
    <div className="counters" role="group" aria-label="Show only">
      {counters.map((one) => {
        const n = one.of(totals);
        return (
          <button key={one.id} type="button" className={`counter ${one.bad && n > 0 ? 'counter-bad' : ''}`} aria-pressed={chosen === one.id} onClick={() => choose(one.id)}>
            <strong>{n}</strong> <span>{one.says}</span>
          </button>
        );
      })}
    </div>
  );
}

function Pick({ label, none, values, value, set }: { label: string; none: string; values: string[]; value: string; set: (value: string) => void }) {
  return (
    <label className="pick">
      {label}{' '}
      <select className="govuk-select" value={value} onChange={(event) => set(event.target.value)}>
        <option value="">{none}</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {capital(say(one))}
          </option>
        ))}
      </select>
    </label>
  );
}

function Row({ line, chosen, open }: { line: RoomLine; chosen: boolean; open: () => void }) {
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <td>
        <Due at={line.next_due} />
      </td>
      <td>
        <button type="button" className="link-button" aria-pressed={chosen} onClick={open}>
          {line.reference}
        </button>{' '}
        {line.live_contact && <strong className="pill pill-live">live</strong>}
      </td>
      <td>
        <Grade grade={line.grade} />
      </td>
      <td>
        <AgeBand band={line.age_band} /> {line.themes.map((theme) => capital(say(theme))).join(', ')}
      </td>
      <td data-label="Ward">{line.ward || <span className="aside">not known</span>}</td>
      <td>
        {line.handler || <span className="aside">nobody</span>} {line.guided && <strong className="pill pill-guided">no certificate</strong>}
      </td>
      <td className="number" data-label="Owed">
        {line.owed}
      </td>
      <td className={`number ${line.overdue > 0 ? 'overdue' : ''}`} data-label="Overdue">
        {line.overdue}
      </td>
      <td>
        {line.possible_breaches > 0 && <strong className="pill pill-danger">possible breach</strong>} {line.unread_hits > 0 && <strong className="pill pill-unread">{line.unread_hits} not read</strong>}{' '}
        {line.unanswered.length > 0 && <span className="waits">waits for {line.unanswered.join(', ')}</span>}
      </td>
    </tr>
  );
}

function Supervise({ view, acting }: { view: IncidentView; acting: Acting }) {
  const session = useSession();
  const me = session.person;
  const [taking, setTaking] = useState(false);
  const have = view.handler === me?.name;
  const take = async (reason: string) => {
    if (!me) return;
    const from = view.handler || 'nobody';
    if (!(await acting.act('You have joined', 'join_incident', { as: 'supervisor' }))) return;
    if (!(await acting.act('The reason is in the log', 'write_entry', { voice: 'handler_note', text: `Taken over from ${from} by ${me.name}: ${reason}` }))) return;
    await acting.act('It is yours', 'hand_over', { to: me.id });
    setTaking(false);
  };
  return (
    <div className="supervise">
      <button type="button" className="govuk-button" disabled={acting.busy} onClick={() => void acting.act('You have joined: its screen is yours to read and write on', 'join_incident', { as: 'supervisor' })}>
        Join
      </button>{' '}
      {!have && !taking && (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={() => setTaking(true)}>
          Take over…
        </button>
      )}
      {taking && <SayIt label={`Why you take it from ${view.handler || 'nobody'}`} button="Take over" min={10} hint="In the log with your name. What is owed stays with whoever holds it until you accept it." submit={(reason) => void take(reason)} />}
    </div>
  );
}

export function Room() {
  const { data, problem, again } = usePolled<RoomBoard>('/v1/board');
  const [only, setOnly] = useState('all');
  const [theme, setTheme] = useState('');
  const [ward, setWard] = useState('');
  const [chosen, setChosen] = useState<string>();
  const counter = counters.find((one) => one.id === only);
  const lines = (data?.incidents ?? []).filter((line) => (counter?.has(line) ?? true) && (theme === '' || line.themes.includes(theme)) && (ward === '' || (line.ward || 'not known') === ward));
  const themes = [...new Set((data?.incidents ?? []).flatMap((line) => line.themes))].sort();
  const wards = [...new Set((data?.incidents ?? []).map((line) => line.ward || 'not known'))].sort();
  const list = (
    <>
      {data && <Counters totals={data.totals} chosen={only} choose={setOnly} />}
      <div className="picks">
        <Pick label="Theme" none="all themes" values={themes} value={theme} set={setTheme} />
        <Pick label="Ward" none="all wards" values={wards} value={ward} set={setWard} />
        <span role="status" className="aside">
          {data ? `${lines.length} of ${data.totals.incidents} shown` : 'Looking…'}
        </span>
      </div>
      {lines.length > 0 && (
        <div className="table-holder" role="region" aria-label="Open incidents" tabIndex={0}>
          <table className="dense stacks">
            <thead>
              <tr>
                <th scope="col">Next due</th>
                <th scope="col">Reference</th>
                <th scope="col">Grade</th>
                <th scope="col">About</th>
                <th scope="col">Ward</th>
                <th scope="col">With</th>
                <th scope="col" className="number">
                  Owed
                </th>
                <th scope="col" className="number">
                  Overdue
                </th>
                <th scope="col">To look at</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Row key={line.id} line={line} chosen={chosen === line.reference} open={() => setChosen(line.reference)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
  return (
    <main id="main" className="page page-wide">
      <h1 className="govuk-heading-m">The room</h1>
      <Refusal problem={problem} />
      <GlassesToReview />
      <Beside
        list={list}
        label={`Incident ${chosen ?? ''}`}
        back={() => setChosen(undefined)}
        chosen={chosen && <Matter key={chosen} reference={chosen} again={again} above={(view, acting) => <Supervise view={view} acting={acting} />} />}
      />
    </main>
  );
}
