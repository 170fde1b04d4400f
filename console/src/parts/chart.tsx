// People, numbers and incidents as a picture, and why each line between them is there. Everything in
// it comes from the view: it links nothing by itself. A table says the same, line for line.
import type { CandidateView, IncidentView } from '../api/v1';
import { capital, identifier, say } from '../words';
import { whoseRecord } from './compare';
import { basisOf } from './hand';
import { Link } from './link';

export interface Node {
  id: string;
  kind: 'person' | 'number' | 'incident';
  says: string;
  more: string;
  to?: string; // an incident's page
}
export interface Edge {
  from: string;
  to: string;
  why: string;
  sure: boolean; // somebody has said so; else it is only recorded or heard
}

function heldBy(held: CandidateView[]): string {
  const sources = [...new Set(held.map((one) => say(one.source)))].join(', ');
  const words = [...new Set(held.map((one) => whoseRecord(one)))].join('; ');
  return `held by ${sources}: ${words}`;
}

export function chartOf(view: IncidentView): { nodes: Node[]; edges: Edge[] } {
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  const here = view.id;
  nodes.push({ id: here, kind: 'incident', says: view.reference, more: view.closed ? 'this one, closed' : 'this one' });
  for (const person of view.people) {
    const held = view.candidates.filter((one) => one.person === person.id && one.state !== 'rejected');
    const roles = person.roles.map(say).join(', ');
    const called = person.name || (person.is_caller ? 'the caller' : person.described || person.called || 'a person');
    const child = person.age.child === 'yes' && person.age.low !== undefined;
    nodes.push({ id: person.id, kind: 'person', says: capital(called), more: [roles, child ? 'child' : '', held.some((one) => one.managed_offender) ? 'managed offender on record' : ''].filter((part) => part !== '').join(', ') });
    edges.push({ from: person.id, to: here, why: person.is_caller ? 'rang about it' : roles || 'named in it', sure: true });
  }
  for (const one of view.identifiers) {
    if (one.state === 'rejected' || one.value === '' || one.kind === 'uprn') continue;
    const line = view.contacts.find((contact) => contact.line === one.value);
    nodes.push({ id: one.id, kind: 'number', says: identifier(one.kind, one.value), more: [one.platform, one.role === 'unknown' ? 'not known whose' : say(one.role)].filter((part) => part !== '').join(', ') });
    if (line) edges.push({ from: one.id, to: here, why: 'rang from it', sure: true });
    else edges.push({ from: one.id, to: here, why: one.said ? `said in it${one.read_back ? ', read back' : one.kind === 'phone' ? ', not read back' : ''}` : 'named by a record', sure: one.said });
    if (one.person === undefined) continue;
    const held = view.candidates.filter((each) => each.person === one.person && each.state !== 'rejected' && each.reasons.some((words) => words.startsWith(`${one.kind} `)));
    const said = one.state === 'accepted' ? `${say(one.role)}, as a person here says` : '';
    const why = [said, held.length > 0 ? heldBy(held) : ''].filter((part) => part !== '').join('; ');
    edges.push({ from: one.person, to: one.id, why: why || (line ? 'their line, as far as is known' : 'heard with them'), sure: one.state === 'accepted' || held.some((each) => each.state === 'accepted') });
  }
  for (const link of view.links) {
    const id = `link:${link.reference}`;
    if (!nodes.some((one) => one.id === id)) nodes.push({ id, kind: 'incident', says: link.reference, more: 'another incident', to: `/incidents/${link.reference}` });
    const complained = link.basis.startsWith('complained_of');
    const through = view.identifiers.filter((one) => one.state !== 'rejected' && (complained ? one.role === 'complained_of' : view.contacts.some((contact) => contact.line === one.value)));
    const why = `in both: ${basisOf({ basis: link.basis })}`;
    const by = link.basis.includes('number') ? through : [];
    if (by.length === 0) edges.push({ from: here, to: id, why, sure: true });
    for (const one of by) edges.push({ from: one.id, to: id, why, sure: true });
  }
  const known = new Set(nodes.map((one) => one.id));
  return { nodes, edges: edges.filter((one) => known.has(one.from) && known.has(one.to)) };
}

const box = { width: 210, height: 44, gap: 34 };
const lane = 26;
const columns: Record<Node['kind'], number> = { person: 10, number: 400, incident: 790 };
const total = 1010;

interface Point {
  x: number;
  y: number;
}
interface Place {
  at: Map<string, Point>;
  lanes: Map<Edge, number>; // of what passes the middle column: above or below it, never behind
  height: number;
}

// Numbers stand in the order of the people whose they are, so that fewer lines cross.
function placed(nodes: Node[], edges: Edge[]): Place {
  const people = nodes.filter((one) => one.kind === 'person');
  const rank = (number: Node) => {
    const mine = edges.filter((edge) => edge.to === number.id).map((edge) => people.findIndex((one) => one.id === edge.from));
    return mine.length === 0 ? people.length : mine.reduce((sum, n) => sum + n, 0) / mine.length;
  };
  const numbers = nodes.filter((one) => one.kind === 'number').sort((a, b) => rank(a) - rank(b));
  const incidents = nodes.filter((one) => one.kind === 'incident');
  const kind = new Map(nodes.map((one) => [one.id, one.kind]));
  const far = edges.filter((edge) => kind.get(edge.from) === 'person' && kind.get(edge.to) === 'incident');
  const above = far.slice(0, Math.ceil(far.length / 2));
  const below = far.slice(above.length);
  const most = Math.max(people.length, numbers.length, incidents.length, 1);
  const top = above.length * lane;
  const inner = most * (box.height + box.gap);
  const at = new Map<string, Point>();
  for (const all of [people, numbers, incidents]) {
    const step = inner / (all.length || 1);
    all.forEach((one, n) => at.set(one.id, { x: columns[one.kind], y: top + step * n + step / 2 - box.height / 2 }));
  }
  const lanes = new Map<Edge, number>();
  above.forEach((edge, n) => lanes.set(edge, (n + 0.5) * lane));
  below.forEach((edge, n) => lanes.set(edge, top + inner + (below.length - n - 0.5) * lane));
  return { at, lanes, height: top + inner + below.length * lane };
}

const fits = (words: string, most: number): string => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

function Line({ edge, n, place }: { edge: Edge; n: number; place: Place }) {
  const a = place.at.get(edge.from);
  const b = place.at.get(edge.to);
  if (!a || !b) return null;
  const [first, second] = a.x <= b.x ? [a, b] : [b, a];
  const y1 = first.y + box.height / 2;
  const y2 = second.y + box.height / 2;
  const x1 = first.x + box.width;
  const passes = place.lanes.get(edge);
  let path: string;
  let mark: Point;
  if (passes !== undefined) {
    const [from, to] = [columns.number, columns.number + box.width];
    path = `M${x1} ${y1} C${x1 + 90} ${y1} ${from - 90} ${passes} ${from} ${passes} L${to} ${passes} C${to + 90} ${passes} ${second.x - 90} ${y2} ${second.x} ${y2}`;
    mark = { x: (from + to) / 2, y: passes };
  } else if (first.x === second.x) {
    path = `M${x1} ${y1} C${x1 + 50} ${y1} ${x1 + 50} ${y2} ${x1} ${y2}`;
    mark = { x: x1 + 38, y: (y1 + y2) / 2 };
  } else {
    const bend = (x1 + second.x) / 2;
    path = `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${second.x} ${y2}`;
    // Each at a place of its own along the line, so that two lines that cross do not share a number.
    const t = 0.26 + 0.2 * (n % 3);
    const s = 1 - t;
    const along = (p: number, q: number, r: number, u: number) => s ** 3 * p + 3 * s * s * t * q + 3 * s * t * t * r + t ** 3 * u;
    mark = { x: along(x1, bend, bend, second.x), y: along(y1, y1, y2, y2) };
  }
  return (
    <g>
      <path d={path} className={edge.sure ? 'chart-line' : 'chart-line chart-unsure'} />
      <circle cx={mark.x} cy={mark.y} r="10" className="chart-mark" />
      <text x={mark.x} y={mark.y + 4} textAnchor="middle" className="chart-row">
        {n}
      </text>
    </g>
  );
}

export function LinkChart({ view }: { view: IncidentView }) {
  const { nodes, edges } = chartOf(view);
  const place = placed(nodes, edges);
  const called = (id: string) => nodes.find((one) => one.id === id)?.says ?? '';
  return (
    <section aria-label="Who and what hangs together" className="chart-holder">
      <h2 className="govuk-heading-s">Who and what hangs together</h2>
      <p className="aside">A full line is what somebody here has said; a broken one is only recorded or heard, and may be another’s. The number on a line is its row in the table.</p>
      <div className="table-holder" role="region" aria-label="The picture" tabIndex={0}>
        <svg className="chart" viewBox={`0 0 ${total} ${place.height}`} role="img" aria-label={`People, numbers and incidents of ${view.reference}: ${edges.length} lines, each a row of the table below`}>
          {edges.map((edge, n) => (
            <Line key={`${edge.from} ${edge.to} ${edge.why}`} edge={edge} n={n + 1} place={place} />
          ))}
          {nodes.map((one) => {
            const { x, y } = place.at.get(one.id) ?? { x: 0, y: 0 };
            return (
              <g key={one.id} className={`chart-node chart-${one.kind}`}>
                <rect x={x} y={y} width={box.width} height={box.height} rx={one.kind === 'person' ? 20 : 3} />
                <text x={x + box.width / 2} y={y + (one.more ? 19 : 27)} textAnchor="middle" className="chart-says">
                  {fits(one.says, 27)}
                </text>
                {one.more && (
                  <text x={x + box.width / 2} y={y + 35} textAnchor="middle" className="chart-more">
                    {fits(one.more, 34)}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <table className="dense chart-table">
        <caption>Each line, and why it is there</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge, n) => {
            const to = nodes.find((one) => one.id === edge.to);
            return (
              <tr key={`${edge.from} ${edge.to} ${edge.why}`}>
                <th scope="row">{n + 1}</th>
                <td>{called(edge.from)}</td>
                <td>
                  {to?.to ? (
                    <Link to={to.to}>{to.says}</Link>
                  ) : (
                    to?.says
                  )}
                </td>
                <td>
                  {capital(edge.why)}
                  {!edge.sure && <em> (recorded or heard only)</em>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
