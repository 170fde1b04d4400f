// One incident beside a list: what somebody who oversees, decides or records must see of it, and what
// it owes. Opening it is a consultation, on record; where it is not one's own, a reason is asked for.
import { useState, type ReactNode } from 'react';
import { time, when } from '../api/clock';
import { useSession } from '../api/session';
import { useIncident } from '../api/use';
import type { CheckView, IncidentView, OwedView } from '../api/v1';
import { capital, count, say } from '../words';
import { Conditions, People, Where } from './known';
import { Link } from './link';
import { AskReason, Due, Grade, Refusal } from './lists';
import { CrimeDecision } from './offences';
import { OwedActs, Told, useActing, type Acting, type Owing } from './owed_acts';

function Hits({ view }: { view: IncidentView }) {
  const hits = view.checks.filter((one) => one.outcome === 'hit');
  const not = view.checks.filter((one) => one.outcome === 'not_searched' && one.reason !== 'not_applicable');
  if (hits.length === 0 && not.length === 0) return null;
  // The same found by several keys is said once, with the bands.
  const found = new Map<string, { one: CheckView; bands: string[]; says: string; read: boolean }>();
  for (const one of hits) {
    const says = one.says.filter((words) => words.trim() !== '').join('; ');
    const key = [one.title, says, one.incomplete].join('|');
    const before = found.get(key);
    if (before) {
      if (!before.bands.includes(one.band)) before.bands.push(one.band);
      before.read &&= one.acknowledged;
    } else found.set(key, { one, bands: [one.band], says, read: one.acknowledged });
  }
  return (
    <section aria-label="What was found">
      <h3 className="part">What was found, and what was not searched</h3>
      <ul className="plain">
        {[...found.values()].map(({ one, bands, says, read }) => (
          <li key={one.id}>
            <strong className="state-bad">{one.title}: held</strong> ({bands.filter((band) => band !== '').join(', ')}) {says} {!read && <strong className="state-open">not read yet</strong>} {one.incomplete && <em>{one.incomplete}</em>}
          </li>
        ))}
        {not.map((one) => (
          <li key={one.id}>
            <strong className="state-open">{one.title}: not searched</strong>, {say(one.reason)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastWords({ view, most }: { view: IncidentView; most: number }) {
  const last = view.log.slice(-most);
  if (last.length === 0) return null;
  return (
    <section aria-label="The log">
      <h3 className="part">The log{view.log.length > last.length && `, its last ${last.length} entries`}</h3>
      <ul className="plain bears">
        {last.map((one) => (
          <li key={one.id}>
            <time>{when(one.at)}</time> <span className="aside">{say(one.voice)}</span> {one.withheld ? <em>protected from you</em> : one.voice === 'handler_note' ? one.text : <q>{one.text}</q>}
          </li>
        ))}
      </ul>
    </section>
  );
}

export const owing = (one: OwedView, me: string): Owing => ({ id: one.id, kind: one.kind, says: one.what, accepted: one.accepted, mine: one.accepted && one.holder === me });

function OwedLine({ view, one, me, acting, open, toggle }: { view: IncidentView; one: OwedView; me: string; acting: Acting; open: boolean; toggle: () => void }) {
  return (
    <li className={one.overdue ? 'late' : ''}>
      <button type="button" className="owed-head" aria-expanded={open} onClick={toggle}>
        <span>
          {capital(one.what)}
          {one.about[0] !== undefined && one.about[0] !== one.subject_kind && <span className="aside"> {one.about[0]}</span>}
        </span>
        <span className="owed-who-when">
          {one.accepted ? one.holder : one.offered ? `offered to ${one.offered}` : say(one.duty)} · <Due at={one.due} overdue={one.overdue} />
        </span>
      </button>
      {open && (
        <>
          <p className="aside">
            {capital(one.why)}.{one.blocks_closing && ' Closing waits for it.'}
          </p>
          <OwedActs key={one.id} incident={view.id} owing={owing(one, me)} acting={acting} decides={one.duty === 'crime_recorder' && <CrimeDecision view={view} owing={owing(one, me)} acting={acting} />} />
        </>
      )}
    </li>
  );
}

// What was chosen first; then what is late, or is for whoever looks; the rest folded away.
function OwedHere({ view, me, roles, acting, first }: { view: IncidentView; me: string; roles: string[]; acting: Acting; first?: string }) {
  const [open, setOpen] = useState(first);
  if (view.owed.length === 0) return <p>Nothing is owed.</p>;
  const mine = (one: OwedView) => one.id === first || (first === undefined && (one.overdue || one.offered === me || roles.includes(one.duty)));
  const near = [...view.owed.filter(mine)].sort((a, b) => Number(b.id === first) - Number(a.id === first));
  const rest = view.owed.filter((one) => !mine(one));
  const line = (one: OwedView) => <OwedLine key={one.id} view={view} one={one} me={me} acting={acting} open={open === one.id} toggle={() => setOpen(open === one.id ? undefined : one.id)} />;
  return (
    <>
      <ul className="owed-here">{near.map(line)}</ul>
      {first !== undefined && near.length === 0 && <p className="state-good">Dealt with.</p>}
      {rest.length > 0 && (
        <details className="owed-rest">
          <summary>{count(rest.length, 'other thing')} owed in this incident</summary>
          <ul className="owed-here">{rest.map(line)}</ul>
        </details>
      )}
    </>
  );
}

interface MatterProps {
  reference: string;
  obligation?: string; // opened first
  lines?: number; // of the log
  again: () => void; // the list
  above?: (view: IncidentView, acting: Acting) => ReactNode;
  below?: (view: IncidentView, acting: Acting, reason: string | undefined) => ReactNode;
}

// `gone`: what was done was all that the viewer had in it; what was shown before must not look as if it
// were still so.
function Seen({ view, again, reason, gone, obligation, lines = 8, above, below }: MatterProps & { view: IncidentView; reason: string | undefined; gone: boolean }) {
  const session = useSession();
  const me = session.person?.name ?? '';
  const acting = useActing(view.id, again, reason);
  const contact = view.contacts.find((one) => !one.ended_at) ?? view.contacts.at(-1);
  if (gone) {
    return (
      <>
        <header className="matter-head">
          <h2>{view.reference}</h2>
        </header>
        <Told acting={acting} />
        <p className="state-good">Dealt with.</p>
        <p>Nothing more in it is yours. To open it again, search for its reference and give a reason.</p>
      </>
    );
  }
  return (
    <>
      <header className="matter-head">
        <h2>
          <Link to={`/incidents/${view.reference}`}>{view.reference}</Link>
        </h2>
        <Grade grade={view.grade} />
        {contact && !contact.ended_at && <strong className="pill pill-live">live since {time(contact.answered_at)}</strong>}
        <span className="aside">{view.handler ? `with ${view.handler}` : 'with nobody'}</span>
      </header>
      <Told acting={acting} />
      {view.alerts.map((one) => (
        <p key={one} className="warn-line">
          {one}
        </p>
      ))}
      {view.wishes.map((one) => (
        <p key={one.id} className="wish-line">
          <strong>{say(one.kind)}</strong> <q>{one.words}</q>
        </p>
      ))}
      {above?.(view, acting)}
      <section aria-label="Owed">
        <h3 className="part">Owed</h3>
        <OwedHere view={view} me={me} roles={session.person?.roles ?? []} acting={acting} {...(obligation ? { first: obligation } : {})} />
      </section>
      <Where view={view} contact={contact} />
      <People view={view} />
      <Conditions view={view} />
      <Hits view={view} />
      {below?.(view, acting, reason)}
      <LastWords view={view} most={lines} />
    </>
  );
}

export function Matter(props: MatterProps) {
  const [reason, setReason] = useState<string>();
  const fetched = useIncident(props.reference, reason);
  const both = () => {
    fetched.again();
    props.again();
  };
  if (fetched.data) return <Seen {...props} again={both} view={fetched.data} reason={reason} gone={fetched.problem?.status === 403} />;
  if (fetched.problem?.status === 403) return <AskReason says={fetched.problem.says} give={setReason} />;
  if (fetched.problem) return <Refusal problem={fetched.problem} />;
  return <p role="status">Opening…</p>;
}
