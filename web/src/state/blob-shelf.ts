/** Pieces of files kept in the browser (IndexedDB), in order under a name; where it is forbidden, as long as the tab. */
const database = "hilo";
const store = "pieces";
const fallback = new Map<string, Blob>();

function opened(): Promise<IDBDatabase | null> {
  if (typeof indexedDB === "undefined") return Promise.resolve(null);
  return new Promise((resolve) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
}

function rangeOf(name: string): IDBKeyRange {
  return IDBKeyRange.bound(`${name}.`, `${name}.~`);
}

function keyOf(name: string, place: number): string {
  return `${name}.${String(place).padStart(6, "0")}`;
}

export async function keepPiece(name: string, place: number, piece: Blob): Promise<void> {
  const shelf = await opened();
  if (!shelf) fallback.set(keyOf(name, place), piece);
  else shelf.transaction(store, "readwrite").objectStore(store).put(piece, keyOf(name, place));
  shelf?.close();
}

/** In the order of their places; empty where nothing is kept. */
export async function piecesOf(name: string): Promise<Blob[]> {
  const shelf = await opened();
  if (!shelf) {
    const keys = [...fallback.keys()].filter((key) => key.startsWith(`${name}.`)).sort();
    return keys.flatMap((key) => fallback.get(key) ?? []);
  }
  return new Promise((resolve) => {
    const request = shelf.transaction(store).objectStore(store).getAll(rangeOf(name));
    request.onsuccess = () => resolve(request.result as Blob[]);
    request.onerror = () => resolve([]);
    shelf.close();
  });
}

export async function dropPieces(name: string): Promise<void> {
  for (const key of fallback.keys()) if (key.startsWith(`${name}.`)) fallback.delete(key);
  const shelf = await opened();
  shelf?.transaction(store, "readwrite").objectStore(store).delete(rangeOf(name));
  shelf?.close();
}
