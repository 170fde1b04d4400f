// Doing something to an incident: commands in their order, and in plain words what became of them.
import { useCallback, useMemo, useState } from 'react';
import { ask, asProblem, Problem, send } from '../api/client';
import type { IncidentView } from '../api/v1';
import type { Step } from './hand';

export interface Told {
  says: string;
  bad: boolean;
}
export interface Doing {
  told: Told | undefined;
  busy: number;
  run: (says: string, steps: Step[], how?: { ifMatch?: number }) => Promise<boolean>;
  tell: (says: string, bad?: boolean) => void;
}

export function useDoing(incident: string | undefined, again: () => void): Doing {
  const [told, setTold] = useState<Told>();
  const [busy, setBusy] = useState(0);
  const tell = useCallback((says: string, bad = false) => setTold({ says, bad }), []);
  const run = useCallback(
    async (says: string, steps: Step[], how: { ifMatch?: number } = {}) => {
      if (!incident) return false;
      setBusy((n) => n + 1);
      try {
        for (const one of steps) {
          // Closing is of what stands when it is its turn: what went before it here has changed that.
          const ifMatch = one.version ? (await ask<IncidentView>(`/v1/incidents/${incident}`)).versions[one.version] : undefined;
          await send(incident, one.command, one.body, {
            ...how,
            ...(ifMatch === undefined ? {} : { ifMatch }),
            waiting: () => setTold({ says: `${says}: not saved yet, it is sent again`, bad: true }),
          });
        }
        setTold({ says, bad: false });
        return true;
      } catch (error) {
        const problem = asProblem(error);
        setTold({ says: problem instanceof Problem ? problem.says : String(problem), bad: true });
        return false;
      } finally {
        setBusy((n) => n - 1);
        again();
      }
    },
    [incident, again],
  );
  return useMemo(() => ({ told, busy, run, tell }), [told, busy, run, tell]);
}
