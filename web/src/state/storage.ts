/** The browser's local storage, which may be full, private or forbidden: then things last as long as the tab. */
const fallback = new Map<string, string>();

export function readStored<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key) ?? fallback.get(key);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
  } catch {
    fallback.set(key, text);
  }
}

export function removeStored(key: string): void {
  fallback.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there then.
  }
}

/** The keys under a prefix, without it. */
export function storedKeys(prefix: string): string[] {
  return [...keysOfStorage(), ...fallback.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

function keysOfStorage(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** Calls back when another tab changed something under a prefix, with the rest of its key. */
export function onStoredElsewhere(prefix: () => string, changed: (rest: string) => void): void {
  window.addEventListener("storage", ({ key }) => {
    if (key?.startsWith(prefix())) changed(key.slice(prefix().length));
  });
}
