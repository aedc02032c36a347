/** The address of a file: the one the message carries until it has expired, then a fresh one. */
import { useCallback, useState } from "react";
import type { Media, Message } from "@/api/types";
import { freshMediaUrl } from "./messages";
import { useThrough } from "./through";

export function useMediaUrl(message: Message, media: Media) {
  const [fresh, setFresh] = useState<{ of: string | null; url: string } | null>(null);
  const url = fresh && fresh.of === media.url ? fresh.url : media.url;
  const through = useThrough(message);
  const renew = useCallback(async () => {
    const next = await freshMediaUrl(message, through);
    setFresh({ of: media.url, url: next });
    return next;
  }, [message, media.url, through]);
  return { url, renew };
}
