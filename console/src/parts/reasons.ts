// Why somebody opens an incident that is not theirs, carried from where they were asked to its page.
// In memory only: a reason belongs in no address.
const given = new Map<string, string>();
export function carryReason(reference: string, reason: string): void {
  given.set(reference, reason);
}
// Once: opened again later, it is asked again (while the glass stands open the server asks for none).
export function carriedReason(reference: string): string | undefined {
  const reason = given.get(reference);
  given.delete(reference);
  return reason;
}
