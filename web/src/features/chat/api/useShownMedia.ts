/** The address of a file that is shown in place: renewed once when it no longer serves, then given up. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Media, Message } from "@/api/types";
import { useMediaUrl } from "./useMediaUrl";

export function useShownMedia(message: Message, media: Media) {
  const { url, renew } = useMediaUrl(message, media);
  const [broken, setBroken] = useState(false);
  const renewed = useRef(false);

  const onError = useCallback(() => {
    if (renewed.current) return setBroken(true);
    renewed.current = true;
    renew().then(
      // The same address again would not be tried again: no second error would tell.
      (fresh) => setBroken(fresh === url),
      () => setBroken(true),
    );
  }, [renew, url]);

  useEffect(() => {
    if (!url && !renewed.current) onError();
  }, [url, onError]);

  return { url, broken, onError };
}
