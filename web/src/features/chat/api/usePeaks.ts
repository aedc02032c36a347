/** The shape of a recording, read once a tab; large ones are not fetched for a drawing. */
import { useEffect, useState } from "react";
import type { Media, Message } from "@/api/types";
import { readSound } from "@/ui/sound";

const largestBytes = 2_000_000;
const mostKept = 200;
const known = new Map<string, readonly number[]>();

export function usePeaks(message: Message, media: Media, url: string | null): readonly number[] | null {
  const [peaks, setPeaks] = useState(() => known.get(message.id) ?? null);
  const readable = typeof OfflineAudioContext !== "undefined" && (media.bytes ?? largestBytes) < largestBytes;
  useEffect(() => {
    if (!url || !readable || known.has(message.id)) return;
    let here = true;
    readSound(url).then(
      (sound) => {
        keep(message.id, sound.peaks);
        if (here) setPeaks(sound.peaks);
      },
      () => {
        // A plain track serves as well.
      },
    );
    return () => {
      here = false;
    };
  }, [message.id, url, readable]);
  return peaks;
}

function keep(id: string, peaks: readonly number[]): void {
  known.set(id, peaks);
  const oldest = known.keys().next().value;
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
}
