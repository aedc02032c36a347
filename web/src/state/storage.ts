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
