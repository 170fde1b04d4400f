// Which page: the address, nothing else. Pages are listed in pages/index.ts.
import { useSyncExternalStore } from 'react';

const watching = new Set<() => void>();
const tell = () => {
  for (const one of watching) one();
};
addEventListener('popstate', tell);

export function go(path: string, replace = false): void {
  if (path === location.pathname) return;
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  tell();
}
export function usePath(): string {
  return useSyncExternalStore(
    (one) => {
      watching.add(one);
      return () => void watching.delete(one);
    },
    () => location.pathname,
  );
}
// "/incidents/:reference" against "/incidents/NM-…": its parts, or nothing.
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const want = pattern.split('/');
  const have = path.split('/');
  if (want.length !== have.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [at, word] of want.entries()) {
    const part = have[at] ?? '';
    if (word.startsWith(':')) parts[word.slice(1)] = decodeURIComponent(part);
    else if (word !== part) return undefined;
  }
  return parts;
}
