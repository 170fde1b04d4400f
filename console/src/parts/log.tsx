// The log, and the line that is typed in. What was heard is marked in the text while it is typed and
// after it is written; what was sent and is not yet durable says so.
import { useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { time } from '../api/clock';
import type { HeardFinding } from '../api/live';
import type { EntryView, FindingView, IncidentView } from '../api/v1';
import { capital, identifier, say } from '../words';
import type { Typing, Unsaved, Voice } from './draft';

interface Piece {
  text: string;
  meaning: string;
}
// Offsets count code points; JavaScript's strings count UTF-16 units.
export function pieces(text: string, marks: { start: number; end: number; meaning: string }[]): Piece[] {
  const points = Array.from(text);
  const out: Piece[] = [];
  let at = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end <= mark.start || mark.end > points.length) continue;
    if (mark.start > at) out.push({ text: points.slice(at, mark.start).join(''), meaning: '' });
    out.push({ text: points.slice(mark.start, mark.end).join(''), meaning: mark.meaning });
    at = mark.end;
  }
  out.push({ text: points.slice(at).join(''), meaning: '' });
  return out;
}

function Marked({ text, marks }: { text: string; marks: { start: number; end: number; meaning: string }[] }) {
  return (
    <>
      {pieces(text, marks).map((piece, at) =>
        piece.meaning ? (
          <mark key={at} className="heard" title={say(piece.meaning)}>
            {piece.text}
          </mark>
        ) : (
          <span key={at}>{piece.text}</span>
        ),
      )}
    </>
  );
}

function Entry({ entry, findings, reject }: { entry: EntryView; findings: FindingView[]; reject: (id: string) => void }) {
  const mine = findings.filter((one) => one.entry === entry.id && !one.rejected);
  const spans = mine.filter((one) => one.end > one.start);
  const meanings = [...new Map(mine.map((one) => [one.meaning, one])).values()];
  return (
    <li className={`entry voice-${entry.voice}`}>
      <time dateTime={entry.at}>{time(entry.at)}</time>
      <div>
        {entry.withheld ? <em>Not shown to you: for {say(entry.is_protected_for)}</em> : <Marked text={entry.text} marks={spans} />}
        {entry.marks.map((mark) => (
          <div key={mark.quote} className="against">
            “{mark.quote}”: open against it: {mark.open_against.join('; ')}
          </div>
        ))}
        {meanings.length > 0 && (
          <div className="meanings">
            {meanings.map((one) => (
              <span key={one.id} className="meaning" title={`“${one.quote}”`}>
                {say(one.meaning)}
                <button type="button" aria-label={`Not so: ${say(one.meaning)}, “${one.quote}”`} title="Not so" onClick={() => reject(one.id)}>
                  ×
                </button>
              </span>
            ))}
          </div>
        )}
        <span className="entry-by">
          {entry.voice === 'caller' ? 'Caller’s words, ' : entry.voice === 'quoted' ? 'Quoted, ' : ''}
          {entry.by}
        </span>
      </div>
    </li>
  );
}

export function Log({ view, unsaved, reject }: { view: IncidentView; unsaved: Unsaved[]; reject: (finding: string) => void }) {
  const list = useRef<HTMLOListElement>(null);
  const length = view.log.length + unsaved.length;
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [length]);
  return (
    <ol className="log" ref={list} aria-label="Log" tabIndex={0}>
      {length === 0 && <li className="log-empty">Nothing is written yet. The caret is in the line below: type.</li>}
      {view.log.map((entry) => (
        <Entry key={entry.id} entry={entry} findings={view.findings} reject={reject} />
      ))}
      {unsaved.map((one) => (
        <li key={one.key} className="entry not-saved">
          <time>…</time>
          <div>
            {one.text} <strong className="state-open">not saved yet</strong>
          </div>
        </li>
      ))}
    </ol>
  );
}

const voices: { id: Voice; says: string }[] = [
  { id: 'handler_note', says: 'My note' },
  { id: 'caller', says: 'Caller’s words' },
  { id: 'quoted', says: 'Quoted' },
];

function Heard({ findings }: { findings: HeardFinding[] }) {
  const distinct = [...new Map(findings.map((one) => [`${one.meaning} ${one.value}`, one])).values()];
  return (
    <div className="hearing" role="status" aria-label="Heard in what is typed">
      {distinct.map((one) => (
        <span key={`${one.meaning} ${one.value}`} className="meaning" title={`“${one.quote}”: ${one.why}`}>
          {say(one.meaning)}
          {one.value && <strong> {identifier(one.meaning, one.value)}</strong>}
        </span>
      ))}
    </div>
  );
}

const keeping: Record<Typing['kept'], string> = { kept: 'kept', keeping: 'keeping…', here: 'kept on this screen' };

export function TypingLine({ typing, field, write, waiting }: { typing: Typing; field: RefObject<HTMLTextAreaElement | null>; write: () => void; waiting: boolean }) {
  const under = useRef<HTMLDivElement>(null);
  const { text, voice } = typing.draft;
  useEffect(() => field.current?.focus(), [field]);
  const marks = useMemo(() => typing.findings.map(({ start, end, meaning }) => ({ start, end, meaning })), [typing.findings]);
  return (
    <div className="typing">
      <div className="typing-head">
        <div role="radiogroup" aria-label="Whose words" className="voices">
          {voices.map((one) => (
            <label key={one.id} className={voice === one.id ? 'chosen' : ''}>
              <input type="radio" name="voice" checked={voice === one.id} onChange={() => typing.voice(one.id)} />
              {one.says}
            </label>
          ))}
        </div>
        <Heard findings={typing.findings} />
        {text !== '' && <span className="kept">not saved; {keeping[typing.kept]}</span>}
        <button type="button" className="small-button" onClick={write} disabled={text.trim() === ''}>
          Write <kbd>Ctrl+Enter</kbd>
        </button>
      </div>
      <div className={`typing-field ${waiting ? 'letter-next' : ''}`}>
        <div className="typing-under" ref={under} aria-hidden="true">
          <Marked text={text} marks={marks} />
          {'\n'}
        </div>
        <label htmlFor="typing" className="visually-hidden">
          {capital(say(voice))}, to be written into the log
        </label>
        <textarea
          id="typing"
          ref={field}
          value={text}
          spellCheck={false}
          autoComplete="off"
          rows={4}
          placeholder="Type what is said. Ctrl+Enter writes it into the log; F8 answers with it what is in hand."
          onChange={(event) => typing.type(event.target.value)}
          onScroll={(event) => under.current && (under.current.scrollTop = event.currentTarget.scrollTop)}
        />
      </div>
    </div>
  );
}
