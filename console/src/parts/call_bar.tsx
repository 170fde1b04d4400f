// The first line of the screen: how they rang, from which number, for how long, whether before; the
// grade and why; the reference to read out.
import { lasting, useSeconds, when } from '../api/clock';
import type { ContactView, IncidentView } from '../api/v1';
import { phone, say } from '../words';

function Clock({ contact }: { contact: ContactView }) {
  const now = useSeconds();
  const from = Date.parse(contact.answered_at) / 1000;
  if (!contact.ended_at) return <span className="call-clock">{lasting(now - from)}</span>;
  const lasted = Date.parse(contact.ended_at) / 1000 - from;
  return (
    <span className="call-clock ended">
      {contact.lost ? 'line lost' : 'ended'} {when(contact.ended_at)}, {lasting(lasted)}
    </span>
  );
}

function Before({ view }: { view: IncidentView }) {
  const earlier = view.links.filter((link) => link.basis.includes('number'));
  const more = view.contacts.length - 1;
  const words: string[] = [];
  if (more > 0) words.push(`contact ${view.contacts.length} about this`);
  if (earlier.length > 0) words.push(`rang before: ${earlier.map((link) => link.reference).join(', ')}`);
  else if (view.links.length > 0) words.push(`linked: ${view.links.map((link) => link.reference).join(', ')}`);
  const own = view.checks.find((check) => check.source === 'control_room_history' && check.by.includes('phone'));
  if (words.length === 0) {
    if (own?.outcome === 'no_trace') words.push('not rung before from this number');
    else if (own) words.push('looking whether they rang before');
  }
  return <span className={earlier.length > 0 || more > 0 ? 'before known' : 'before'}>{words.join(' · ')}</span>;
}

export function CallBar({ view, contact, me }: { view: IncidentView; contact: ContactView | undefined; me: string }) {
  const reasons = [view.grade_why, ...view.floor_why].filter((words) => words !== '');
  const why = reasons.join('; ');
  return (
    <section className="call" aria-label="The call">
      {contact ? (
        <>
          <strong className={`channel channel-${contact.channel}`}>{say(contact.channel)}</strong>
          <strong className="line">{contact.line ? phone(contact.line) : 'number withheld'}</strong>
          <Clock contact={contact} />
        </>
      ) : (
        <strong>No contact</strong>
      )}
      <Before view={view} />
      <span className="call-grade">
        {view.grade ? (
          <>
            <strong className={`grade grade-${view.grade}`}>{say(view.grade)}</strong>
            <span className="call-why" title={why}>
              {reasons[0]}
              {reasons.length > 1 && `; ${reasons.length - 1} more`}
            </span>
          </>
        ) : (
          <span className="grade">not graded</span>
        )}
      </span>
      {view.handler !== me && (
        <span className="call-has">
          <span className="aside">with</span> {view.handler || 'nobody yet'}
        </span>
      )}
      <span className="reference">
        <span className="visually-hidden">Reference </span>
        {view.reference}
        {view.closed && <strong className="pill">closed</strong>}
      </span>
    </section>
  );
}

// What must be seen before anything is said or dialled. Never scrolls, never goes away by itself.
const guided = 'the questions word for word, one at a time. A grade below priority, and closing, need the supervisor, who is told';

export function Warnings({ view, oversees }: { view: IncidentView; oversees: boolean }) {
  const lines: { key: string; strong: string; rest: string; more?: string }[] = [];
  for (const wish of view.wishes) {
    const strong = wish.kind === 'do_not_call' ? 'Do not ring' : wish.kind === 'do_not_tell' ? 'Do not tell' : 'Wish';
    lines.push({ key: wish.id, strong, rest: `“${wish.words}”` });
  }
  for (const answer of view.answers.filter((one) => one.question === 'safe_contact' && one.value !== '')) {
    lines.push({ key: `safe:${answer.at}`, strong: 'Safe contact', rest: answer.value });
  }
  const tell = view.advice.find((one) => one.advice === 'do_not_tell_the_caller');
  if (tell) lines.push({ key: 'tell', strong: 'Do not tell the caller', rest: 'what we hold about the other person: say that we are looking into it' });
  const simply = view.advice.some((one) => one.advice === 'simply');
  if (simply) lines.push({ key: 'manner', strong: 'How to speak', rest: 'short questions, one at a time; say what comes next' });
  for (const alert of view.alerts) lines.push({ key: alert, strong: 'Guided', rest: oversees ? alert : guided, more: alert });
  if (lines.length === 0) return null;
  return (
    <ul className="warnings" aria-label="Warnings">
      {lines.map((line) => (
        <li key={line.key} title={line.more}>
          <strong>{line.strong}:</strong> {line.rest}
        </li>
      ))}
    </ul>
  );
}
