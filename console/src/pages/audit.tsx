// For professional standards: who saw what of one incident (shown, acknowledged, acted upon: three
// things), and what a named person's screen showed at a second, made again and marked so.
import { useState, type FormEvent } from 'react';
import { ask, asProblem } from '../api/client';
import { clock, timeWithSeconds, when } from '../api/clock';
import type { ActOf, Replayed, ShownTo, WhoSawIt } from '../api/v1';
import { Conditions, Numbers, People, Where } from '../parts/known';
import { Due } from '../parts/lists';
import { capital, count, say } from '../words';

const at = (instant: string): string => `${when(instant).replace(/ ?\d\d:\d\d$/, '')} ${timeWithSeconds(instant)}`.trim();
interface SeenBy {
  login: string;
  name: string;
  shown: ShownTo[];
  acknowledged: ActOf[];
  acted: ActOf[];
}
// Three things, by person, in the order in which they first come.
function byPerson(all: WhoSawIt): SeenBy[] {
  const people = new Map<string, SeenBy>();
  const person = (login: string, name: string): SeenBy => {
    const one = people.get(login) ?? { login, name, shown: [], acknowledged: [], acted: [] };
    people.set(login, one);
    return one;
  };
  for (const one of all.shown) person(one.login, one.who).shown.push(one);
  let last = '';
  for (const one of all.acts) {
    const whose = person(one.login, one.who);
    // What one act brought with it (heard, raised, intended) is of the same instant, and no act.
    const act = `${one.login} ${one.at}`;
    if (!one.acknowledges && act === last) continue;
    last = act;
    (one.acknowledges ? whose.acknowledged : whose.acted).push(one);
  }
  return [...people.values()];
}

function Views({ views }: { views: ShownTo[] }) {
  if (views.length === 0) return <span className="aside">never open on a screen</span>;
  return (
    <ul className="plain">
      {views.map((one) => (
        <li key={one.view}>
          {capital(say(one.as.replace(/\/.*/, '')))}, {at(one.from)} {one.until ? `to ${at(one.until)} (${say(one.ended)})` : '(still open)'}: the journal up to entry {one.to_seq}
          {one.to_seq > one.from_seq && `, from ${one.from_seq} on while it was open`}
          <div className="aside">
            {say(one.relation)}, {say(one.purpose)}
            {one.reason && (
              <>
                : <q>{one.reason}</q>
              </>
            )}
          </div>
          {one.shows.length > 0 && (
            <details>
              <summary>{count(one.shows.length, 'kind')} of content</summary>
              {one.shows.map(say).join(', ')}
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

// "check.acknowledged.v1" is "check acknowledged".
const words = (event: string): string => say(event.replace(/\.v\d+$/, '').replace('.', ' '));

function Acts({ acts, none }: { acts: ActOf[]; none: string }) {
  if (acts.length === 0) return <span className="aside">{none}</span>;
  const line = (one: ActOf) => (
    <li key={one.seq}>
      <time>{at(one.at)}</time> {words(one.event)}
    </li>
  );
  return (
    <>
      <ul className="bears">{acts.slice(0, 5).map(line)}</ul>
      {acts.length > 5 && (
        <details>
          <summary>{acts.length - 5} more</summary>
          <ul className="bears">{acts.slice(5).map(line)}</ul>
        </details>
      )}
    </>
  );
}

function Person({ one, replay }: { one: SeenBy; replay: (who: SeenBy, at: string) => void }) {
  const first = one.shown.find((view) => view.as === 'incident');
  return (
    <tr>
      <th scope="row">
        {one.name}
        {first && (
          <button type="button" className="small-button" onClick={() => replay(one, first.until ?? first.from)}>
            What the screen showed
          </button>
        )}
      </th>
      <td data-label="Shown">
        <Views views={one.shown} />
      </td>
      <td data-label="Acknowledged">
        <Acts acts={one.acknowledged} none="nothing" />
      </td>
      <td data-label="Acted upon">
        <Acts acts={one.acted} none="nothing" />
      </td>
    </tr>
  );
}

function Screen({ replay }: { replay: Replayed }) {
  const view = replay.screen;
  return (
    <section className="replay" aria-label={`Reconstruction for ${replay.who}`}>
      <p className="replay-mark">
        RECONSTRUCTION: what {replay.who} had open at {at(replay.at)}
      </p>
      <ul className="plain aside">
        {view ? (
          <>
            <li>Made again from the journal up to entry {replay.seq}, with that person’s roles of today.</li>
            <li>A screen may have been a moment behind, and scrolled elsewhere. Shown is not read.</li>
          </>
        ) : (
          <li>No view of this incident was open for this person at that second.</li>
        )}
      </ul>
      {view && (
        <>
          <h2>
            {view.reference} <span className="aside">{say(view.grade || 'not graded')}</span>
          </h2>
          <Where view={view} contact={view.contacts.at(-1)} />
          <People view={view} />
          <Numbers view={view} />
          <Conditions view={view} />
          <h2 className="part">Log</h2>
          <ul className="bears">
            {view.log.map((one) => (
              <li key={one.id}>
                <time>{timeWithSeconds(one.at)}</time> {one.by}: {one.withheld ? <em>protected</em> : one.text}
              </li>
            ))}
          </ul>
          <h2 className="part">Owed</h2>
          <ul className="bears">
            {view.owed.map((one) => (
              <li key={one.id}>
                {capital(one.what)} <span className="aside">{one.accepted ? one.holder : one.offered || say(one.duty)}, due {when(one.due)}</span> {one.overdue && <Due at={one.due} overdue />}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

// The second, in the force's own time as it stands on the lists above.
function Second({ of, give }: { of: { who: SeenBy; at: string }; give: (at: string) => void }) {
  const screens = of.who.shown.filter((view) => view.as === 'incident');
  const low = Math.min(...screens.map((view) => Date.parse(view.from)));
  const high = Math.max(...screens.map((view) => Date.parse(view.until ?? new Date(clock.now()).toISOString())));
  const [moment, setMoment] = useState(Math.min(Date.parse(of.at), high - 1000));
  return (
    <form
      className="say-it"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        give(new Date(moment).toISOString());
      }}
    >
      <label className="say-it-words">
        <span>
          {of.who.name}, at {at(new Date(moment).toISOString())}
        </span>
        <input type="range" min={low} max={Math.max(high, low + 1000)} step={1000} value={moment} onChange={(event) => setMoment(Number(event.target.value))} />
      </label>
      <button type="submit" className="govuk-button">
        Make the screen again
      </button>
    </form>
  );
}

export function Audit() {
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const [seen, setSeen] = useState<WhoSawIt>();
  const [of, setOf] = useState<{ who: SeenBy; at: string }>();
  const [replay, setReplay] = useState<Replayed>();
  const [refused, setRefused] = useState('');
  const fails = (error: unknown) => setRefused(asProblem(error).says);
  const look = (event: FormEvent) => {
    event.preventDefault();
    setRefused('');
    setReplay(undefined);
    setOf(undefined);
    ask<WhoSawIt>(`/v1/incidents/${encodeURIComponent(reference.trim())}/consultations`, { reason: reason.trim() }).then(setSeen, fails);
  };
  const make = (moment: string) => {
    if (!seen || !of) return;
    setRefused('');
    ask<Replayed>(`/v1/incidents/${seen.reference}/replay?who=${encodeURIComponent(of.who.login)}&at=${encodeURIComponent(moment)}`, { reason: reason.trim() }).then(setReplay, fails);
  };
  return (
    <main id="main" className="page page-wide">
      <h1 className="govuk-heading-m">Who saw what</h1>
      <p className="aside">Shown, acknowledged and acted upon are three things; only the second says that a person read it. That you look here is itself on record.</p>
      <form className="audit-ask" onSubmit={look}>
        <label>
          <span>Reference</span>
          <input className="govuk-input" required value={reference} placeholder="NM-20261101-00001" onChange={(event) => setReference(event.target.value)} />
        </label>
        <label className="audit-reason">
          <span>Why you look</span>
          <input className="govuk-input" required minLength={10} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <button type="submit" className="govuk-button">
          Look
        </button>
      </form>
      {refused && (
        <p role="alert" className="refusal">
          {refused}
        </p>
      )}
      {seen && (
        <div className="table-holder" role="region" aria-label={`Who saw what of ${seen.reference}`} tabIndex={0}>
          <table className="dense stacks audit-table">
            <caption>
              {seen.reference}: {count(byPerson(seen).length, 'person', 'people')}{seen.more && ', and more than is shown'}
            </caption>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">Shown</th>
                <th scope="col">Acknowledged</th>
                <th scope="col">Acted upon</th>
              </tr>
            </thead>
            <tbody>
              {byPerson(seen).map((one) => (
                <Person key={one.login} one={one} replay={(who, moment) => (setOf({ who, at: moment }), setReplay(undefined))} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {of && <Second key={of.who.login} of={of} give={make} />}
      {replay && <Screen replay={replay} />}
    </main>
  );
}
