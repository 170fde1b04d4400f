// What a report may amount to, for a trained person who decides on recording a crime: the candidates
// that policy offers, any other offence in words, or none with the reason. The caller's words stand in
// the log as they were said.
import { useState, type FormEvent } from 'react';
import type { IncidentView } from '../api/v1';
import { capital } from '../words';
import type { Acting, Owing } from './owed_acts';

type Candidate = IncidentView['offences'][number];

// Several rules may offer the same offence, or the same about several people: it is one candidate.
export function candidatesOf(view: IncidentView): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const one of view.offences) {
    const known = found.get(one.offence);
    if (known) known.about = [...new Set([...known.about, ...one.about])];
    else found.set(one.offence, { ...one, about: [...one.about] });
  }
  return [...found.values()];
}

function Choice({ one, chosen, choose }: { one: Candidate; chosen: boolean; choose: () => void }) {
  const about = one.about.filter((words) => words !== 'incident' && words !== 'order_condition');
  return (
    <li>
      <label>
        <input type="checkbox" checked={chosen} onChange={choose} /> {capital(one.says)} <span className="aside">{one.law}</span>
      </label>
      <p className="aside">
        Offered because {one.why}
        {about.length > 0 && ` (${about.slice(0, 2).join(', ')})`}. {one.note && `${capital(one.note)}.`}
      </p>
    </li>
  );
}

export function CrimeDecision({ view, owing, acting }: { view: IncidentView; owing: Owing; acting: Acting }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [other, setOther] = useState('');
  const [none, setNone] = useState(false);
  const [reasons, setReasons] = useState('');
  const candidates = candidatesOf(view);
  const named = candidates.filter((one) => chosen.includes(one.offence)).map((one) => `${one.says} (${one.law})`);
  if (other.trim()) named.push(other.trim());
  const ready = reasons.trim().length >= 10 && (none || named.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const decision = none ? 'not recorded as a crime' : `recorded: ${named.join('; ')}`;
    void acting.act(capital(decision), 'decide_obligation', { obligation: owing.id, decision, reasons: reasons.trim() });
  };
  return (
    <form className="say-it offences" onSubmit={submit} aria-label="Decide on recording a crime">
      <fieldset disabled={none}>
        <legend>What it may amount to</legend>
        {candidates.length === 0 && <p className="aside">No offence is offered: name what you find.</p>}
        <ul className="plain">
          {candidates.map((one) => (
            <Choice key={one.offence} one={one} chosen={chosen.includes(one.offence)} choose={() => setChosen((now) => (now.includes(one.offence) ? now.filter((id) => id !== one.offence) : [...now, one.offence]))} />
          ))}
        </ul>
        <label className="say-it-words">
          <span>Another offence, by its name or code</span>
          <input type="text" value={other} maxLength={200} onChange={(event) => setOther(event.target.value)} />
        </label>
      </fieldset>
      <label>
        <input type="checkbox" checked={none} onChange={() => setNone(!none)} /> Not recorded as a crime
      </label>
      <label className="say-it-words">
        <span>{none ? 'What shows that no crime was committed, or that it is recorded elsewhere' : 'On what words and facts'}</span>
        <textarea rows={2} required minLength={10} value={reasons} onChange={(event) => setReasons(event.target.value)} />
      </label>
      <button type="submit" className="govuk-button" disabled={!ready || acting.busy}>
        {none ? 'Decide: not recorded' : 'Record it'}
      </button>
    </form>
  );
}
