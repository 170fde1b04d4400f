// What is known of places, people and numbers, and what every look-up of them came to.
import { date, fromNow, time, useSeconds } from '../api/clock';
import type { CandidateView, CheckView, ContactView, IdentifierView, IncidentView, PersonView } from '../api/v1';
import { capital, identifier, say } from '../words';
import type { Doing } from './act';
import { SideBySide, whoseRecord } from './compare';

export function Where({ view, contact }: { view: IncidentView; contact: ContactView | undefined }) {
  const now = useSeconds();
  const at = view.location ?? contact?.location;
  const parts: string[] = [];
  if (at?.address) parts.push(at.address);
  if (at?.latitude !== undefined && at.longitude !== undefined && !at.address) {
    parts.push(`${at.latitude.toFixed(4)}, ${at.longitude.toFixed(4)}`);
  }
  if (at?.radius_m !== undefined) parts.push(`within ${at.radius_m} m`);
  // A handset's clock may be ahead of ours: nothing is fixed in the future.
  if (at?.fixed_at) parts.push(`fixed ${fromNow(Math.min(Date.parse(at.fixed_at), now * 1000), now)}`);
  if (at?.method) parts.push(say(at.method));
  return (
    <p className="where">
      <span className="label">Where</span>
      {parts.length === 0 ? 'not known' : parts.join(' · ')}{' '}
      {at && <strong className={at.confirmed ? 'state-good' : 'state-open'}>{at.confirmed ? 'confirmed' : 'unconfirmed'}</strong>}
      {contact?.subscriber && (
        <span className="aside">
          {' '}
          Line’s subscriber: {contact.subscriber} <em>(may be a parent)</em>
        </span>
      )}
    </p>
  );
}

function ageOf(person: PersonView): string {
  const { age } = person;
  const years = age.low === undefined ? '' : age.high !== undefined && age.high !== age.low ? `${age.low} to ${age.high}` : `${age.low}`;
  if (age.status === 'not_asked' && !years) return 'age not asked';
  if (age.status === 'refused') return 'age refused';
  if (age.status === 'not_known' && !years) return 'age not known';
  return `${years}${age.status === 'estimated' ? ' (estimated)' : age.status === 'recorded' ? ' (on record)' : ''}${age.born ? `, born ${date(age.born)}` : ''}`;
}

function Candidate({ one }: { one: CandidateView }) {
  const held = [...one.markers, ...one.needs].map(say).join(', ');
  return (
    <span className={`candidate candidate-${one.state}`}>
      {one.managed_offender ? (
        <>
          <strong className="pill pill-danger">managed offender</strong>
          {one.danger && <> danger to {say(one.danger)}</>} {one.name}
        </>
      ) : (
        <>
          {one.name || 'somebody on record'}
          {one.age !== undefined && `, ${one.age}`} {one.child && <strong className="pill pill-child">child</strong>}
          {held && <strong className="needs"> {held}</strong>}
          {one.address && <span className="aside"> {one.address}</span>}
        </>
      )}
      <span className="aside">
        {' '}
        {say(one.source)}, {one.band}
        {one.tied && ', a tie'}
        {one.as_of && `, ${date(one.as_of)}`}
        {one.reasons.length > 0 && ` (${one.reasons.join(', ')})`}
      </span>{' '}
      {one.state === 'accepted' ? <strong className="state-good">confirmed</strong> : one.state === 'rejected' ? <em>not this person</em> : <em>{one.managed_offender ? whoseRecord(one) : 'may not be this person'}</em>}
    </span>
  );
}

// In a line what several records hold of one person; each of them side by side for whoever opens it.
function Records({ person, held, where, doing, open }: { person: PersonView; held: CandidateView[]; where: string; doing: Doing | undefined; open: boolean }) {
  const offender = held.some((one) => one.managed_offender);
  const danger = [...new Set(held.filter((one) => one.danger).map((one) => say(one.danger)))].join(', ');
  const markers = [...new Set(held.flatMap((one) => [...one.markers, ...one.needs]).map(say))].join(', ');
  const sources = [...new Set(held.map((one) => `${say(one.source)} (${one.band}${one.tied ? ', a tie' : ''})`))].join(', ');
  const accepted = held.some((one) => one.state === 'accepted');
  return (
    <details className="records" open={open}>
      <summary>
        {offender && <strong className="pill pill-danger">managed offender</strong>} {danger && <strong>danger to {danger}</strong>}{' '}
        {markers && <strong className="needs">{markers}</strong>} <span className="aside">{offender ? `${held.length} records` : sources}</span>{' '}
        {accepted ? <strong className="state-good">confirmed</strong> : <em>held for the number or name, not proof of who it is</em>}
      </summary>
      <SideBySide person={person} held={held} where={where} {...(doing ? { doing } : {})} />
    </details>
  );
}

export function People({ view, doing }: { view: IncidentView; doing?: Doing }) {
  const where = view.location?.address ?? '';
  return (
    <ul className="people" aria-label="People">
      {view.people.map((person) => {
        const held = view.candidates.filter((one) => one.person === person.id && one.state !== 'rejected');
        const open = person.is_caller && held.some((one) => one.state === 'open');
        // Of a suspect it is said only where an age is known: a worry about him would read as one for him.
        const child = person.age.child === 'yes' && (person.age.low !== undefined || !person.roles.includes('suspect'));
        const called = person.name || (person.is_caller ? 'name not known' : person.described || (person.roles.includes(person.called) ? '' : person.called));
        return (
          <li key={person.id}>
            <span className="label">{person.is_caller ? 'Caller' : capital(person.roles.map(say).join(', ') || 'Person')}</span>
            <span>
              {called && `${called}, `}
              {ageOf(person)} {child && <strong className="pill pill-child">{person.age.low === undefined ? 'may be a child' : 'child'}</strong>}
              {person.age.conflict && <strong className="state-open"> two ages that cannot both be true</strong>}
              {person.relation && <span className="aside"> {person.relation}</span>}
              {held.length > 0 &&
                (open && held.length > 1 ? (
                  <Records person={person} held={held} where={where} doing={doing} open={held.some((one) => one.tied)} />
                ) : open ? (
                  <ul className="candidates">
                    {held.map((one) => (
                      <li key={one.id}>
                        <Candidate one={one} />
                      </li>
                    ))}
                  </ul>
                ) : (
                  <Records person={person} held={held} where={where} doing={doing} open={false} />
                ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

// Look-ups by what they came to, the worst first: a line each, so that nothing hides.
function distinct(words: string[]): string {
  const times = new Map<string, number>();
  for (const one of words) times.set(one, (times.get(one) ?? 0) + 1);
  return [...times].map(([one, n]) => (n > 1 ? `${one}, ${n} times` : one)).join(' · ');
}
function inWords(check: CheckView): string {
  const rest: string[] = [];
  if (check.outcome === 'hit') rest.push(check.band);
  if (check.incomplete) rest.push(check.incomplete);
  if (check.outcome === 'not_searched') rest.push(say(check.reason));
  if (check.outcome === '') rest.push(say(check.state));
  if (check.next_try && check.outcome !== 'hit' && check.outcome !== 'no_trace') rest.push(`next try ${time(check.next_try)}`);
  const known = rest.filter((words) => words !== '');
  return known.length > 0 ? `${check.title} (${known.join(', ')})` : check.title;
}

function Checks({ checks }: { checks: CheckView[] }) {
  const of = (outcome: string) => checks.filter((check) => !check.waived && check.outcome === outcome);
  const none = of('no_trace');
  const groups: { kind: string; says: string; all: CheckView[]; note?: string }[] = [
    { kind: 'hit', says: 'held', all: of('hit') },
    { kind: 'not', says: 'not searched', all: of('not_searched') },
    { kind: 'open', says: 'under way', all: of('') },
    { kind: 'none', says: 'no trace', all: none, note: none.some((check) => !check.read_back) ? ' (number not read back)' : '' },
    { kind: 'none', says: 'waived', all: checks.filter((check) => check.waived) },
  ];
  return (
    <span className="checks">
      {groups
        .filter((group) => group.all.length > 0)
        .map((group) => (
          <span key={group.says} className={`check check-${group.kind}`} title={[...new Set(group.all.flatMap((check) => [check.caveat, check.coverage, ...check.says]))].filter((words) => words !== '').join('\n')}>
            <strong>{group.says}</strong> <span className="check-source">{distinct(group.all.map((check) => inWords(check)))}</span>
            {group.note}
          </span>
        ))}
    </span>
  );
}

function Identifier({ view, one }: { view: IncidentView; one: IdentifierView }) {
  const own = view.contacts.some((contact) => contact.line === one.value);
  return (
    <li className={one.state === 'rejected' ? 'rejected' : ''}>
      <span className="identifier">
        <strong className="line">{one.value ? identifier(one.kind, one.value) : 'another on that record'}</strong>
        {one.platform && ` on ${one.platform}`} <span className={one.role === 'unknown' ? 'state-open' : 'aside'}>{one.state === 'rejected' ? 'it is none' : say(one.role)}</span>{' '}
        {one.kind === 'phone' && one.said && !own && one.state !== 'rejected' && (
          <span className={one.read_back ? 'state-good' : 'state-open'}>{one.read_back ? '✓ read back' : 'not read back'}</span>
        )}
      </span>
      <Checks checks={view.checks.filter((check) => check.subject === `identifier:${one.id}`)} />
    </li>
  );
}

export function Numbers({ view }: { view: IncidentView }) {
  const shown = view.identifiers
    .filter((one) => one.kind !== 'uprn' || one.state === 'accepted')
    .sort((a, b) => Number(a.role === 'callers') - Number(b.role === 'callers') || Number(b.said) - Number(a.said));
  const about = view.checks.filter((check) => !check.subject.startsWith('identifier:'));
  return (
    <section className="numbers" aria-label="Numbers and what was searched">
      <h2 className="part">Numbers, and what was searched</h2>
      <ul>
        {shown.map((one) => (
          <Identifier key={one.id} view={view} one={one} />
        ))}
        {about.length > 0 && (
          <li>
            <span className="identifier">
              <strong>People and place</strong>
            </span>
            <Checks checks={about} />
          </li>
        )}
      </ul>
    </section>
  );
}

export function Conditions({ view }: { view: IncidentView }) {
  if (view.conditions.length === 0) return null;
  return (
    <section aria-label="Court orders">
      <h2 className="part">Court orders</h2>
      <ul className="conditions">
        {view.conditions.map((one, at) => (
          <li key={at}>
            <strong className={`condition-${one.outcome}`}>{capital(one.outcome_in_words || say(one.outcome))}</strong> {one.says}
            {one.clause && (
              <>
                {' '}
                <q>{one.clause}</q>
              </>
            )}
            {one.matched.length > 0 && <div>Matched: {one.matched.join('; ')}</div>}
            {one.missing.length > 0 && <div className="state-open">Missing: {one.missing.join('; ')}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
