// The records that may be one person's, side by side, with why each may be, in words; several that fit
// equally are said to tie, and what is another's, or another flat's, says so. Whoever researches sees
// how each was weighed as well; the server gives that to nobody else.
import { useState } from 'react';
import { date } from '../api/clock';
import { has, useSession } from '../api/session';
import type { CandidateView, IncidentView, PersonView } from '../api/v1';
import { capital, count, say } from '../words';
import type { Doing } from './act';
import { step } from './hand';
import { Weights } from './weights';

const bands: Record<string, string> = {
  exact: 'the same number or name exactly',
  strong: 'strong: several things agree',
  possible: 'possible',
};
// "Flat 2, 9 Quay Street" and "Flat 5, 9 Quay Street": one house, two homes.
function otherFlat(a: string, b: string): boolean {
  const flat = /^\s*(?:flat|apartment|apt|unit)\.?\s*(\w+)[\s,]+/i;
  const [one, two] = [flat.exec(a), flat.exec(b)];
  if (!one || !two || one[1]?.toLowerCase() === two[1]?.toLowerCase()) return false;
  const rest = (text: string, found: RegExpExecArray) => (text.slice(found[0].length).split(',')[0] ?? '').trim().toLowerCase();
  return rest(a, one) !== '' && rest(a, one) === rest(b, two);
}
// What a record is, before anything in it is believed of this person.
export function whoseRecord(one: CandidateView, where = ''): string {
  if (one.state === 'accepted') return 'confirmed: this person';
  if (one.state === 'rejected') return 'not this person';
  if (otherFlat(one.address, where) || one.reasons.some((words) => /other flat/.test(words))) return 'recorded for another flat of that house';
  return one.managed_offender ? 'the number’s record, not proof of who used it' : 'another person’s, it may be';
}
const tied = (one: CandidateView) => one.tied || one.reasons.some((words) => /\btie/.test(words));

interface Row {
  says: string;
  of: (one: CandidateView, where: string) => string;
}
const rows: Row[] = [
  { says: 'Whose', of: whoseRecord },
  { says: 'Name', of: (one) => one.name || (one.shown === 'flag' ? 'not shown to you' : 'not recorded') },
  { says: 'Age', of: (one) => (one.age === undefined ? '' : `${one.age}${one.child ? ', child' : ''}`) },
  { says: 'Born', of: (one) => (one.born ? date(one.born) : '') },
  { says: 'Address', of: (one) => one.address },
  { says: 'Markers', of: (one) => one.markers.map(say).join(', ') },
  { says: 'Needs', of: (one) => one.needs.map(say).join(', ') },
  { says: 'Danger', of: (one) => (one.managed_offender ? `managed offender${one.danger ? `, danger to ${say(one.danger)}` : ''}` : '') },
  { says: 'Match', of: (one) => `${bands[one.band] ?? one.band}${tied(one) ? '; a tie: another fits as well' : ''}` },
  { says: 'Why', of: (one) => one.reasons.join('; ') },
  { says: 'As of', of: (one) => (one.as_of ? date(one.as_of) : '') },
];

export function SideBySide({ person, held, where, doing }: { person: PersonView; held: CandidateView[]; where: string; doing?: Doing }) {
  const ties = held.filter(tied).length;
  const shown = rows.filter((row) => held.some((one) => row.of(one, where) !== ''));
  const decide = (one: CandidateView, is: boolean) =>
    void doing?.run(is ? 'It is this person' : 'It is not this person', [is ? step('accept_candidate', { candidate: one.id }) : step('reject_candidate', { candidate: one.id, reason: 'somebody who works on it says that this is not the person' })]);
  return (
    <>
      {ties > 1 && <p className="state-open">{count(ties, 'record')} fit equally well: no one of them is likelier than the others. Ask what tells them apart.</p>}
      <div className="table-holder" role="region" aria-label={`Records that may be ${person.name || 'this person'}’s, side by side`} tabIndex={0}>
        <table className="dense side-by-side">
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">What</span>
              </th>
              {held.map((one) => (
                <th scope="col" key={one.id}>
                  {capital(say(one.source))}
                  {tied(one) && <strong className="pill pill-tie">a tie</strong>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.says}>
                <th scope="row">{row.says}</th>
                {held.map((one) => (
                  <td key={one.id} className={row.says === 'Whose' ? (one.state === 'accepted' ? 'state-good' : 'state-open') : ''}>
                    {row.of(one, where)}
                  </td>
                ))}
              </tr>
            ))}
            {doing && held.some((one) => one.state === 'open') && (
              <tr>
                <th scope="row">Say</th>
                {held.map((one) => (
                  <td key={one.id}>
                    {one.state === 'open' && (
                      <>
                        <button type="button" className="small-button" onClick={() => decide(one, true)} aria-label={`It is this person: ${one.name}, ${say(one.source)}`}>
                          It is
                        </button>{' '}
                        <button type="button" className="small-button" onClick={() => decide(one, false)} aria-label={`It is not this person: ${one.name}, ${say(one.source)}`}>
                          It is not
                        </button>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

// For those who research: opened on purpose, since looking is on record.
export function HowWeighed({ view }: { view: IncidentView }) {
  const session = useSession();
  const [open, setOpen] = useState(false);
  if (view.candidates.length === 0 || !has(session.person, 'intelligence')) return null;
  return open ? (
    <section aria-label="How the records were weighed">
      <h2 className="govuk-heading-s">How the records were weighed</h2>
      <Weights view={view} />
    </section>
  ) : (
    <p>
      <button type="button" className="small-button" onClick={() => setOpen(true)}>
        How the records were weighed
      </button>
    </p>
  );
}
