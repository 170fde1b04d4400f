// What a page shows, fetched and kept true: again whenever something durable has happened to it.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, asProblem, type Problem } from './client';
import { live, type LiveState, type Notice } from './live';
import type { Choices, IncidentView } from './v1';

export interface Fetched<A> {
  data: A | undefined;
  problem: Problem | undefined;
  again: () => void;
}

// `hears`: which notices make it stale. One request at a time; what comes while one is under way
// makes exactly one more. While the first is under way nobody can say which notices are about it, so
// each counts: what happened after the server had answered must not stay unseen.
export function useFetched<A>(path: string | undefined, hears: (notice: Notice, data: A | undefined) => boolean, reason?: string): Fetched<A> {
  const [data, setData] = useState<A>();
  const [problem, setProblem] = useState<Problem>();
  const latest = useRef<A>(undefined);
  const hearing = useRef(hears);
  hearing.current = hears;
  const busy = useRef(false);
  const once_more = useRef(false);
  const again = useCallback(() => {
    if (path === undefined) return;
    if (busy.current) {
      once_more.current = true;
      return;
    }
    busy.current = true;
    const fetchIt = async () => {
      do {
        once_more.current = false;
        try {
          const got = await ask<A>(path, reason ? { reason } : {});
          latest.current = got;
          setData(got);
          setProblem(undefined);
        } catch (error) {
          setProblem(asProblem(error));
          if (latest.current === undefined) break; // refused, and the refusal is on record once
        }
      } while (once_more.current);
      busy.current = false;
    };
    void fetchIt();
  }, [path, reason]);
  useEffect(() => {
    latest.current = undefined;
    setData(undefined);
    again();
    const off = [
      live.on('notice', (notice) => {
        const unsure = busy.current && latest.current === undefined;
        if (unsure || hearing.current(notice, latest.current)) again();
      }),
      live.on('anew', again),
    ];
    return () => off.forEach((one) => one());
  }, [again]);
  return { data, problem, again };
}

// Looking is on record, and so is that one no longer looks.
export function useIncident(reference: string, reason?: string): Fetched<IncidentView> {
  const path = `/v1/incidents/${encodeURIComponent(reference)}`;
  const fetched = useFetched<IncidentView>(path, (notice, data) => data?.id === notice.incident, reason);
  const id = fetched.data?.id;
  useEffect(() => {
    if (!id) return undefined;
    const leave = () => void ask(`/v1/incidents/${id}/look`, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [id]);
  return fetched;
}

let choices: Promise<Choices> | undefined;
export function useChoices(): Choices | undefined {
  const [got, setGot] = useState<Choices>();
  useEffect(() => {
    choices ??= ask<Choices>('/v1/choices');
    choices.then(setGot, () => (choices = undefined));
  }, []);
  return got;
}

export function useLiveState(): LiveState {
  const [state, setState] = useState(live.state);
  useEffect(() => live.on('state', setState), []);
  return state;
}
