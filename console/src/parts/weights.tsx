// How a record was weighed against what was asked, as a waterfall: from the odds before anything was
// compared, each field up or down, to where it ends. A table says the same.
import { useFetched } from '../api/use';
import type { IncidentView, WeighedCandidate, Weights as WeightsBody } from '../api/v1';
import { capital, say } from '../words';
import { Refusal } from './lists';

const bar_height = 22;
const left = 250;
const width = 720;
const right = width - 60;

interface Bar {
  says: string;
  weight: number;
  from: number;
  to: number;
  kind: 'before' | 'for' | 'against' | 'end';
}
export function barsOf(one: WeighedCandidate): Bar[] {
  const out: Bar[] = [{ says: 'before anything is compared', weight: one.before, from: 0, to: one.before, kind: 'before' }];
  let at = one.before;
  for (const field of one.fields) {
    out.push({ says: field.words, weight: field.weight, from: at, to: at + field.weight, kind: field.weight >= 0 ? 'for' : 'against' });
    at += field.weight;
  }
  out.push({ says: 'together', weight: at, from: 0, to: at, kind: 'end' });
  return out;
}
const signed = (n: number): string => (n > 0 ? '+' : n < 0 ? '−' : '') + Math.abs(n).toFixed(1);
const percent = (p: number): string => (p >= 0.995 ? 'over 99 %' : p <= 0.005 ? 'under 1 %' : `${Math.round(p * 100)} %`);

function Waterfall({ bars, label }: { bars: Bar[]; label: string }) {
  const ends = bars.flatMap((bar) => [bar.from, bar.to]);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const x = (n: number) => left + ((n - low) / (high - low || 1)) * (right - left);
  const height = bars.length * bar_height + 8;
  return (
    <svg className="waterfall" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <line x1={x(0)} x2={x(0)} y1="0" y2={height} className="waterfall-even" />
      {bars.map((bar, at) => {
        const y = at * bar_height + 4;
        const from = Math.min(x(bar.from), x(bar.to));
        const next = bars[at + 1];
        return (
          <g key={at}>
            <text x={left - 8} y={y + 14} textAnchor="end" className="waterfall-says">
              {bar.says.length > 40 ? `${bar.says.slice(0, 39)}…` : bar.says}
            </text>
            <rect x={from} y={y} width={Math.max(2, Math.abs(x(bar.to) - x(bar.from)))} height={bar_height - 6} className={`waterfall-${bar.kind}`} />
            {next && next.kind !== 'end' && <line x1={x(bar.to)} x2={x(bar.to)} y1={y} y2={y + bar_height + bar_height - 6} className="waterfall-step" />}
            <text x={Math.max(x(bar.from), x(bar.to)) + 5} y={y + 13} className="waterfall-weight">
              {signed(bar.weight)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function Weighed({ one, n }: { one: WeighedCandidate; n: number }) {
  const called = `${n}: ${one.name || 'a record without a name'}, ${one.title}`;
  if (!one.weighed) {
    return (
      <section aria-label={called} className="weighed">
        <h3 className="part">{called}</h3>
        <p>
          {capital(say(one.band))}: it stands on an equal number or user name, or on what the source returned for it. Nothing was weighed.
          {one.tied && ' It ties with another.'}
        </p>
      </section>
    );
  }
  const bars = barsOf(one);
  return (
    <section aria-label={called} className="weighed">
      <h3 className="part">
        {called}: {one.band}
        {one.tied && ', a tie'}, {percent(one.probability)} likely to be one person{one.tied && ', were the other not there'}
      </h3>
      <Waterfall bars={bars} label={`Weight of ${called}, field by field; the table below says the same`} />
      <details>
        <summary>As a table</summary>
        <table className="dense weights-table">
          <thead>
            <tr>
              <th scope="col">What was compared</th>
              <th scope="col" className="number">
                Weight
              </th>
              <th scope="col" className="number">
                So far
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar, at) => (
              <tr key={at}>
                <th scope="row">{capital(bar.says)}</th>
                <td className="number">{bar.kind === 'end' ? '' : signed(bar.weight)}</td>
                <td className="number">{signed(bar.to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

export function Weights({ view }: { view: IncidentView }) {
  const { data, problem } = useFetched<WeightsBody>(`/v1/incidents/${view.id}/weights`, (notice) => notice.incident === view.id && notice.event.startsWith('candidate'));
  if (problem) return <Refusal problem={problem} />;
  if (!data) return <p role="status">Opening how they were weighed…</p>;
  return (
    <div className="weights">
      <p className="aside">In powers of two: +1 makes one person twice as likely as two; right of the line, one person is likelier than not. Equal fields of rare names weigh more.</p>
      {data.candidates.length === 0 && <p>Nothing that your role is shown whole was weighed.</p>}
      {data.candidates.map((one, at) => (
        <Weighed key={one.candidate} one={one} n={at + 1} />
      ))}
    </div>
  );
}
