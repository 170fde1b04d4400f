// What whoever had the incident before typed and did not send: offered, in hand, to whoever has it
// now, with whose it was. Written by one key it is in the log; by another it is not wanted.
import { useMemo } from 'react';
import { ask } from '../api/client';
import { time } from '../api/clock';
import { useFetched } from '../api/use';
import type { IncidentView, LeftDrafts } from '../api/v1';
import type { Voice } from './draft';
import { step, type Item } from './hand';

export function useLeft(view: IncidentView, me: string): Item[] {
  const before = view.handler === me && view.contacts.some((one) => one.handler !== me);
  const path = `/v1/incidents/${view.id}/drafts`;
  const { data, again } = useFetched<LeftDrafts>(before ? path : undefined, () => false);
  return useMemo(
    () =>
      (before ? (data?.drafts ?? []) : []).map((one) => {
        const end = () => ask(`${path}/${one.draft}`, { method: 'DELETE' }).then(again, again);
        return {
          id: `left:${one.draft}`,
          kind: 'left' as const,
          title: `${one.by} left this typed, not in the log`,
          detail: `“${one.text}”`,
          why: `typed at ${time(one.at)}, before it was handed over`,
          yes: {
            says: 'Into the log, as theirs',
            steps: () => [step('write_entry', { text: `Typed by ${one.by}, not sent before it was handed over: ${one.text}`, voice: one.voice as Voice })],
            after: end,
          },
          no: { says: 'It is not wanted', steps: () => [], after: end },
          more: [],
        };
      }),
    [before, data, again, path],
  );
}
