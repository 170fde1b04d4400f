// Grade, code, THRIVE+ and closing: what a handler decides, drafted where it can be.
import { useState, type FormEvent, type RefObject } from 'react';
import type { Choices, IncidentView, ThriveView } from '../api/v1';
import { capital, say } from '../words';
import type { Doing } from './act';
import { step } from './hand';

const grades = ['emergency', 'priority', 'scheduled', 'resolution_without_deployment'] as const;
type Grade = (typeof grades)[number];

export function GradeAndCode({ view, choices, doing, field, at }: { view: IncidentView; choices: Choices | undefined; doing: Doing; field: RefObject<HTMLSelectElement | null>; at: RefObject<HTMLDetailsElement | null> }) {
  const [grade, setGrade] = useState<Grade | ''>('');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!grade) return;
    void doing
      .run(`Graded ${say(grade)}`, [step('set_grade', { grade, reason })], { ifMatch: view.versions.grade })
      .then((done) => done && (setGrade(''), setReason('')));
  };
  return (
    <details className="folded grading" ref={at}>
      <summary>
        <h2 className="part">Grade and code</h2>{' '}
        <span className={view.opening_code ? 'aside' : 'state-open'}>
          {view.opening_code ? capital(choices?.opening_codes.find((one) => one.code === view.opening_code)?.says ?? view.opening_code) : 'no code yet'}
        </span>
      </summary>
      <div className="fields">
        <label>
          What was first reported
          <select ref={field} className="govuk-select" value={view.opening_code} onChange={(event) => void doing.run('Opening code set', [step('set_opening_code', { code: event.target.value })])}>
            <option value="" disabled>
              No opening code
            </option>
            {choices?.opening_codes.map((one) => (
              <option key={one.code} value={one.code}>
                {capital(one.says)}
              </option>
            ))}
          </select>
        </label>
        <form onSubmit={submit} className="inline-form">
          <label>
            Grade
            <select className="govuk-select" value={grade} onChange={(event) => setGrade(event.target.value as Grade)}>
              <option value="">{view.grade ? `${say(view.grade)} now` : 'Choose'}</option>
              {grades.map((one) => (
                <option key={one} value={one}>
                  {say(one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            Why
            <input className="govuk-input" value={reason} onChange={(event) => setReason(event.target.value)} placeholder="lowering needs a reason, fresh THRIVE+ and a supervisor" />
          </label>
          <button type="submit" className="small-button" disabled={!grade}>
            Set grade
          </button>
        </form>
      </div>
    </details>
  );
}

type Says = 'present' | 'none' | 'unknown';

function Element({ one, view, doing }: { one: ThriveView; view: IncidentView; doing: Doing }) {
  const [text, setText] = useState<string>();
  const [says, setSays] = useState<Says>();
  const shown = text ?? (one.rationale || one.draft);
  const chosen = says ?? ((one.says || one.draft_says || 'unknown') as Says);
  const save = () =>
    void doing
      .run(`${one.title} written`, [step('write_assessment', { elements: [{ id: one.id, says: chosen, rationale: shown, drafted: text === undefined }] })], { ifMatch: view.versions.assessment })
      .then((done) => done && (setText(undefined), setSays(undefined)));
  const state = one.stands ? 'written' : one.says ? 'expired: something has moved since' : one.draft ? 'drafted, not written' : 'not written';
  return (
    <div className="element">
      <div className="element-head">
        <strong>{one.title}</strong>
        {one.required && <span className="aside">required</span>}
        <span className={one.stands ? 'state-good' : one.required ? 'state-open' : 'aside'}>{state}</span>
        <select aria-label={`${one.title} is`} value={chosen} onChange={(event) => setSays(event.target.value as Says)}>
          <option value="present">present</option>
          <option value="unknown">unknown</option>
          <option value="none">none</option>
        </select>
        <button type="button" className="small-button" onClick={save}>
          {text === undefined && !one.stands ? 'Take over' : 'Write'}
        </button>
      </div>
      <textarea aria-label={`${one.title}: ${one.asks}`} title={one.asks} rows={2} value={shown} onChange={(event) => setText(event.target.value)} />
    </div>
  );
}

export function Thrive({ view, doing, at }: { view: IncidentView; doing: Doing; at: RefObject<HTMLDetailsElement | null> }) {
  return (
    <details className="folded thrive" ref={at}>
      <summary>
        <h2 className="part">THRIVE+</h2> <span className={view.assessment_fresh ? 'state-good' : 'state-open'}>{view.assessment_fresh ? 'written and fresh' : 'drafted'}</span>
      </summary>
      {view.open_against.length > 0 && (
        <p className="against">“Nothing is wrong” cannot be concluded: {view.open_against.join('; ')}.</p>
      )}
      {view.thrive.map((one) => (
        <Element key={one.id} one={one} view={view} doing={doing} />
      ))}
    </details>
  );
}

export function Leaving({ view, choices, doing, contact, handOver, people, field, at }: { view: IncidentView; choices: Choices | undefined; doing: Doing; contact: string | undefined; handOver: (to: string, name: string) => void; people: { id: string; says: string }[]; field: RefObject<HTMLSelectElement | null>; at: RefObject<HTMLDetailsElement | null> }) {
  const [to, setTo] = useState('');
  const [code, setCode] = useState('');
  const [outcome, setOutcome] = useState('');
  const live = view.contacts.some((one) => !one.ended_at);
  return (
    <details className="folded leaving" ref={at}>
      <summary>
        <h2 className="part">End, hand over, close</h2> <kbd>Ctrl+Space</kbd> <kbd>E</kbd> <kbd>H</kbd>
      </summary>
      <div className="fields">
        {live && contact && (
          <button type="button" className="small-button" onClick={() => void doing.run('Call ended', [step('end_contact', { contact })])}>
            End the call <kbd>Ctrl+Space E</kbd>
          </button>
        )}
        <form
          className="inline-form"
          onSubmit={(event) => {
            event.preventDefault();
            const next = people.find((one) => one.id === to);
            if (next) handOver(to, next.says);
          }}
        >
          <label>
            Hand over to
            <select ref={field} className="govuk-select" value={to} onChange={(event) => setTo(event.target.value)}>
              <option value="">Choose</option>
              {people.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.says}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="small-button" disabled={!to}>
            Hand over
          </button>
          <span className="aside">
            or <kbd>Ctrl+Space H</kbd>, to the dispatcher on duty
          </span>
        </form>
        {view.closed ? (
          <span>Closed.</span>
        ) : (
          <form
            className="inline-form"
            onSubmit={(event) => {
              event.preventDefault();
              void doing.run('Closed', [step('close', { closing_code: code, outcome })], { ifMatch: view.versions.closing });
            }}
          >
            <label>
              Close as
              <select className="govuk-select" value={code} onChange={(event) => setCode(event.target.value)}>
                <option value="">Choose</option>
                {choices?.closing_codes.map((one) => (
                  <option key={one.code} value={one.code}>
                    {capital(one.says)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Outcome
              <select className="govuk-select" value={outcome} onChange={(event) => setOutcome(event.target.value)}>
                <option value="">Choose</option>
                {choices?.outcomes.map((one) => (
                  <option key={one.code} value={one.code}>
                    {capital(one.says)}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit" className="small-button" disabled={!code || !outcome}>
              Close
            </button>
          </form>
        )}
      </div>
    </details>
  );
}
