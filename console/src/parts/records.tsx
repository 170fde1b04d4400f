// The records themselves, whole, as public protection reads them: who, how he is found, what the court
// said word for word. A consultation of its own.
import { date, when } from '../api/clock';
import { useFetched } from '../api/use';
import type { FullRecord, FullRecords, HeldOrder, HeldPerson } from '../api/v1';
import { capital, identifier, say } from '../words';
import { Refusal } from './lists';

const day = (on: string | undefined): string => (on ? date(on) : 'not said');

function Person({ one }: { one: HeldPerson }) {
  return (
    <div className="held-person">
      <h4>
        {one.name || 'Name not recorded'} {one.managed_offender && <strong className="pill pill-danger">managed offender{one.danger && `, danger to ${one.danger}`}</strong>}
      </h4>
      <dl className="facts">
        <dt>Born</dt>
        <dd>{day(one.born)}</dd>
        {one.also_known_as.length > 0 && (
          <>
            <dt>Also known as</dt>
            <dd>{one.also_known_as.join(', ')}</dd>
          </>
        )}
        <dt>Address</dt>
        <dd>{[one.address, one.postcode].filter((part) => part !== '').join(', ') || 'not recorded'}</dd>
        {one.manager && (
          <>
            <dt>Manager</dt>
            <dd>
              {one.manager}
              {one.risk_level && `, risk ${say(one.risk_level)}`}
            </dd>
          </>
        )}
        {one.markers.length > 0 && (
          <>
            <dt>Markers</dt>
            <dd>
              {one.markers.map((marker) => (
                <div key={marker.code}>
                  {marker.meaning || marker.code}
                  {!marker.current && ' (no longer current)'}
                  {marker.from && `, since ${date(marker.from)}`}
                </div>
              ))}
            </dd>
          </>
        )}
        {one.needs.length > 0 && (
          <>
            <dt>Needs</dt>
            <dd>{one.needs.join(', ')}</dd>
          </>
        )}
        {one.identifiers.length > 0 && (
          <>
            <dt>Numbers and names</dt>
            <dd>
              {one.identifiers.map((each) => (
                <div key={each.kind + each.value}>
                  {identifier(each.kind, each.value)}
                  {each.platform && ` on ${each.platform}`}
                  {each.note && `, ${each.note}`}
                  {each.last_confirmed && `, seen ${date(each.last_confirmed)}`}
                  {each.until && <strong className="state-open"> ended {date(each.until)}</strong>}
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>Record</dt>
        <dd>
          {one.record_id}
          {one.last_confirmed && `, last confirmed ${date(one.last_confirmed)}`}
        </dd>
      </dl>
    </div>
  );
}

function Order({ one }: { one: HeldOrder }) {
  return (
    <div className="held-order">
      <h4>
        {one.kind.toUpperCase()} {one.order_id}, {one.court}
      </h4>
      <p className="aside">
        Made {day(one.made)}, served {day(one.served)}
        {one.expires ? `, expires ${date(one.expires)}` : ', no end stated'}
        {one.discharged && `, discharged ${date(one.discharged)}`}
        {one.varied && `, varied ${date(one.varied)}`}
        {!one.structured && <strong className="state-open"> Nobody has put its conditions into a form: read it.</strong>}
      </p>
      <blockquote>{one.verbatim}</blockquote>
      {one.clauses.length > 0 && (
        <ol className="clauses">
          {one.clauses.map((clause) => (
            <li key={clause.id}>
              <strong>{clause.id}</strong> {clause.verbatim} <span className="aside">{say(clause.kind)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Record({ one }: { one: FullRecord }) {
  return (
    <div className="record">
      <h3 className="part">{one.title}</h3>
      <p className="aside">
        {one.coverage}
        {one.as_of && `, as of ${when(one.as_of)}`}
        {one.searched_by && `, searched by ${one.searched_by}`}. {one.caveat}
      </p>
      {one.incomplete && <p className="state-open">{capital(one.incomplete)}</p>}
      {one.words && <p>{one.words}</p>}
      {one.people.map((person) => (
        <Person key={person.record_id} one={person} />
      ))}
      {one.orders.map((order) => (
        <Order key={order.order_id} one={order} />
      ))}
      {one.events.length > 0 && (
        <ul className="plain">
          {one.events.map((event) => (
            <li key={event.reference}>
              {capital(say(event.kind))} {event.reference}, {day(event.on)}: {event.summary}
              {event.role && ` (${say(event.role)})`} {event.grading}
            </li>
          ))}
        </ul>
      )}
      {one.restricted > 0 && <p className="state-open">{one.restricted} more: restricted, opens only by breaking the glass.</p>}
    </div>
  );
}

// One record found by two keys is one record.
const sameAs = (one: FullRecord): string => [one.source, one.words, ...one.people.map((person) => person.record_id), ...one.events.map((event) => event.reference)].join('|');

export function Records({ incident, reason }: { incident: string; reason: string | undefined }) {
  const { data, problem } = useFetched<FullRecords>(`/v1/incidents/${incident}/records`, (notice) => notice.incident === incident, reason);
  if (problem) return <Refusal problem={problem} />;
  if (!data) return <p role="status">Opening the records…</p>;
  const records = data.records.filter((one, at) => data.records.findIndex((other) => sameAs(other) === sameAs(one)) === at);
  return (
    <>
      {records.length === 0 && <p>No source that you are shown in full holds anything.</p>}
      {records.map((one) => (
        <Record key={one.check} one={one} />
      ))}
      {data.not_shown.length > 0 && <p className="aside">Held, and not for your role in full: {data.not_shown.join(', ')}</p>}
    </>
  );
}
