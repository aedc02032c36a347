/** Opens a file by an address asked for anew: those in messages expire after minutes. */
import { useCallback } from "react";
import type { Media, Message } from "@/api/types";
import { useMediaUrl } from "./useMediaUrl";

export function useDownload(message: Message, media: Media) {
  const { url, renew } = useMediaUrl(message, media);
  const download = useCallback(() => {
    void renew().then((fresh) => window.open(fresh, "_blank", "noopener"));
  }, [renew]);
  return { url, renew, download };
}
