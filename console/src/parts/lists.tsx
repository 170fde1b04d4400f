// What the pages beside the handler's have in common: lists that keep themselves true, times left,
// and a list beside what is chosen in it.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { fromNow, useSeconds, when } from '../api/clock';
import { live } from '../api/live';
import { useFetched, type Fetched } from '../api/use';
import { say } from '../words';

const settle_ms = 1500;
const at_least_ms = 30_000;

// Fetched again when something has happened, at most once in a second and a half however much does.
export function usePolled<A>(path: string | undefined): Fetched<A> {
  const fetched = useFetched<A>(path, () => false);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { again } = fetched;
  useEffect(() => {
    const soon = () => {
      waiting.current ??= setTimeout(() => {
        waiting.current = undefined;
        again();
      }, settle_ms);
    };
    const off = live.on('notice', soon);
    const every = setInterval(again, at_least_ms);
    return () => {
      off();
      clearInterval(every);
      clearTimeout(waiting.current);
      waiting.current = undefined;
    };
  }, [again]);
  return fetched;
}

export function Due({ at, overdue }: { at: string | undefined; overdue?: boolean }) {
  const now = useSeconds();
  if (!at) return <span className="aside">nothing owed</span>;
  const late = overdue || Date.parse(at) / 1000 < now;
  return (
    <time dateTime={at} title={when(at)} className={`due ${late ? 'overdue' : ''}`}>
      {late ? `late, ${fromNow(at, now)}` : fromNow(at, now)}
    </time>
  );
}

export function Grade({ grade }: { grade: string }) {
  return grade ? <span className={`grade grade-${grade}`}>{say(grade)}</span> : <span className="aside">not graded</span>;
}

const bands: Record<string, string> = { child: 'child', may_be_child: 'may be a child', not_known: 'age not known', adult: 'adult' };
export function AgeBand({ band }: { band: string }) {
  const child = band === 'child' || band === 'may_be_child';
  return child ? <strong className="pill pill-child">{bands[band]}</strong> : <span className="aside">{bands[band] ?? band}</span>;
}

// A list, and beside it what is chosen. On a narrow screen one of the two, with a way back.
export function Beside({ list, chosen, back, label }: { list: ReactNode; chosen: ReactNode | undefined; back: () => void; label: string }) {
  const panel = useRef<HTMLElement>(null);
  const open = chosen !== undefined;
  useEffect(() => {
    if (open) panel.current?.focus();
  }, [open]);
  return (
    <div className={`beside ${open ? 'beside-open' : ''}`}>
      <div className="beside-list">{list}</div>
      {open && (
        <section ref={panel} className="beside-chosen" aria-label={label} tabIndex={-1}>
          <button type="button" className="small-button beside-back" onClick={back}>
            Back to the list
          </button>
          {chosen}
        </section>
      )}
    </div>
  );
}

export function Refusal({ problem }: { problem: { says: string } | undefined }) {
  return problem ? (
    <p role="alert" className="refusal">
      {problem.says}
    </p>
  ) : null;
}

// Something that opens only with a reason, which is on record.
export function AskReason({ says, give, first = '' }: { says: string; give: (reason: string) => void; first?: string }) {
  const [reason, setReason] = useState(first);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="ask-reason"
      onSubmit={(event) => {
        event.preventDefault();
        give(reason.trim());
      }}
    >
      <p>{says}</p>
      <label className="govuk-label" htmlFor="reason-asked">
        Why do you need to see it? Your reason is on record, with your name and the time.
      </label>
      <input ref={field} id="reason-asked" className="govuk-input" value={reason} minLength={10} required onChange={(event) => setReason(event.target.value)} />
      <p>
        <button type="submit" className="govuk-button">
          Look at it
        </button>
      </p>
    </form>
  );
}
