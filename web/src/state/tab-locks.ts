/** Work that one tab of the browser does at a time (Web Locks); without them each tab is alone. */

export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return (await navigator.locks.request(name, work)) as T;
}

/** Does it only if nobody is at it; null where somebody is. */
export async function ifFree<T>(name: string, work: () => T): Promise<T | null> {
  if (!navigator.locks) return work();
  const attempt = async (lock: Lock | null) => (lock ? work() : null);
  return (await navigator.locks.request(name, { ifAvailable: true }, attempt)) as T | null;
}
