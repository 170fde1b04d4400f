// What whoever is sent must know, the first lines first: what the person wants respected, what they
// need, how they are safely reached; then where, who, and what is dangerous.
import { useState } from 'react';
import { date, fromNow, useSeconds, when } from '../api/clock';
import { useSession } from '../api/session';
import { useFetched } from '../api/use';
import type { Slip as SlipBody, SlipPerson, WorkLine } from '../api/v1';
import { capital, phone, say } from '../words';
import { AskReason, Grade, Refusal } from './lists';
import { OwedActs, Told, useActing } from './owed_acts';

function age(person: SlipPerson): string {
  const { low, high, status } = person.age;
  if (low === undefined) return status === 'refused' ? 'age refused' : 'age not known';
  return high !== undefined && high !== low ? `${low} to ${high}` : `${low}`;
}

// A marker of whoever is not suspected is what they need, whatever its source calls it.
function needsOf(slip: SlipBody): string[] {
  const marked = slip.people
    .filter((one) => !one.roles.includes('suspect'))
    .flatMap((one) => one.markers.filter((marker) => !slip.needs.some((need) => need.startsWith(marker))).map((marker) => `${say(marker)}${one.may_be_another ? ' (may be another)' : ''}`));
  return [...new Set([...slip.needs.map(say), ...marked])];
}
function First({ slip }: { slip: SlipBody }) {
  const needs = needsOf(slip);
  return (
    <dl className="slip-first">
      <dt>Wishes</dt>
      <dd>
        {slip.wishes.length === 0 && <span className="aside">none said</span>}
        {slip.wishes.map((one) => (
          <div key={one.id}>
            <strong>{capital(say(one.kind))}</strong>
            {one.target && `: ${phone(one.target)}`} <q>{one.words}</q>
          </div>
        ))}
      </dd>
      <dt>Needs</dt>
      <dd>{needs.length === 0 ? <span className="aside">none known</span> : needs.join(', ')}</dd>
      <dt>Safe contact</dt>
      <dd>{slip.safe_contact.length === 0 ? <strong className="state-open">not asked: ask before ringing anybody</strong> : slip.safe_contact.map((one) => <q key={one.question}>{one.value}</q>)}</dd>
    </dl>
  );
}

function Place({ slip }: { slip: SlipBody }) {
  const now = useSeconds();
  const at = slip.place;
  return (
    <>
      <dt>Where</dt>
      <dd>
        {at?.address || (at?.latitude !== undefined && at.longitude !== undefined ? `${at.latitude.toFixed(4)}, ${at.longitude.toFixed(4)}` : 'not known')}
        {at?.radius_m !== undefined && `, within ${at.radius_m} m`}
        {at?.fixed_at && `, fixed ${fromNow(at.fixed_at, now)}`} {at && <strong className={at.confirmed ? 'state-good' : 'state-open'}>{at.confirmed ? 'confirmed' : 'unconfirmed'}</strong>}
      </dd>
    </>
  );
}

function Who({ slip }: { slip: SlipBody }) {
  return (
    <>
      <dt>Who</dt>
      <dd>
        {slip.people.map((one, at) => (
          <div key={at}>
            <strong>{one.called}</strong>
            {one.roles.filter((role) => role !== one.called).map((role) => `, ${say(role)}`)}, {age(one)} {one.age.child === 'yes' && <strong className="pill pill-child">{one.age.low === undefined ? 'may be a child' : 'child'}</strong>}
            {one.age.born && <span className="aside"> born {date(one.age.born)}</span>}
            {one.managed_offender && <strong className="pill pill-danger">managed offender{one.danger && `, danger to ${one.danger}`}</strong>}
            {one.markers.length > 0 && <span> markers: {one.markers.map(say).join(', ')}</span>}
            {one.may_be_another && <em> (a record that may be another’s)</em>}
          </div>
        ))}
      </dd>
    </>
  );
}

function Rest({ slip }: { slip: SlipBody }) {
  return (
    <>
      <dl className="slip-rest">
        <Place slip={slip} />
        <Who slip={slip} />
        <dt>Rang from</dt>
        <dd>{slip.line ? phone(slip.line) : 'withheld'}</dd>
        <dt>Grade</dt>
        <dd>
          <Grade grade={slip.grade} /> {slip.grade_why}
        </dd>
        {slip.must_know.map((one) => (
          <div key={one.question} className="slip-answer">
            <dt>{one.words}</dt>
            <dd>{capital(say(one.value))}</dd>
          </div>
        ))}
        {slip.conditions.map((one, at) => (
          <div key={at} className="slip-answer">
            <dt>Court order</dt>
            <dd>
              <strong className={`condition-${one.outcome}`}>{capital(one.outcome_in_words)}</strong>: {one.says}
            </dd>
          </div>
        ))}
      </dl>
      <h3 className="part">Last in the log</h3>
      <ul className="bears">
        {slip.last_words.map((one) => (
          <li key={one.id}>
            <time>{when(one.at)}</time> {one.withheld ? <em>protected from you</em> : one.voice === 'handler_note' ? one.text : <q>{one.text}</q>}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Slip({ line, again }: { line: WorkLine; again: () => void }) {
  const [reason, setReason] = useState<string>();
  const session = useSession();
  const { data, problem, again: anew } = useFetched<SlipBody>(`/v1/incidents/${line.incident}/slip`, (notice) => notice.incident === line.incident, reason);
  const acting = useActing(
    line.incident,
    () => {
      anew();
      again();
    },
    reason,
  );
  const owed = data?.dispatches.find((one) => one.id === line.obligation);
  const [joined, setJoined] = useState(false);
  if (problem?.status === 403) {
    return (
      <>
        <p>{capital(line.says)}: offered to {line.offered || say(line.duty)}.</p>
        <button
          type="button"
          className="govuk-button"
          disabled={joined}
          onClick={() => {
            setJoined(true);
            void acting.act('You have joined', 'join_incident', { as: 'dispatcher' });
          }}
        >
          Join as dispatcher
        </button>
        <Told acting={acting} />
        <AskReason says={problem.says} give={setReason} />
      </>
    );
  }
  if (!data) return problem ? <Refusal problem={problem} /> : <p role="status">Opening…</p>;
  const me = session.person?.name ?? '';
  return (
    <>
      <header className="matter-head">
        <h2>{line.reference}</h2>
        <Grade grade={data.grade} />
        {line.ward && <span className="aside">{line.ward}</span>}
      </header>
      <Told acting={acting} />
      <First slip={data} />
      {owed ? (
        <section aria-label="Owed">
          <h3 className="part">{capital(owed.what)}</h3>
          <OwedActs incident={line.incident} owing={{ id: owed.id, kind: owed.kind, says: owed.what, accepted: owed.accepted, mine: owed.accepted && owed.holder === me }} acting={acting} />
        </section>
      ) : (
        <p className="state-good">Dealt with.</p>
      )}
      <Rest slip={data} />
    </>
  );
}

