/** What colleagues say reaches whoever is not looking: a notice with the way there. It never opens by itself. */
import { useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useSignedIn } from "@/api/directory";
import { customerName } from "@/i18n/customer";
import type { DeskEvent } from "@/realtime/events";
import { live } from "@/realtime/live";
import { houseOutbox } from "@/state/house-outbox";
import { toast } from "@/state/toast";

export function useHouseTalk(): void {
  const cache = useQueryClient();
  const { t } = useTranslation();
  const me = useSignedIn();
  const [place] = useLocation();
  const here = useRef(place);
  here.current = place;

  useEffect(() => {
    const told = new Set<string>();
    const stopEvents = live.onEvent((event) => {
      const { conversation } = event.data;
      const notice = noticeOf(event, me.id, t);
      if (!notice || !conversation || told.has(notice.key)) return;
      told.add(notice.key);
      const href = `/conversations/${conversation.id}`;
      if (here.current !== href) toast.showLink(notice.text, { href, label: t("house.open") });
    });
    const stopReady = live.onReady(() => {
      void cache.invalidateQueries({ queryKey: ["notes"] });
      void cache.invalidateQueries({ queryKey: ["whispers"] });
      houseOutbox.retry();
    });
    return () => {
      stopEvents();
      stopReady();
    };
  }, [cache, me.id, t]);
}

/** Frames may come twice, so a notice is known by what it is about. */
function noticeOf({ data }: DeskEvent, myId: string, t: TFunction): { key: string; text: string } | null {
  const { note, whisper, mentioned = [], conversation } = data;
  const customer = conversation ? customerName(conversation) : "";
  if (note && note.author.id !== myId && mentioned.includes(myId)) {
    return {
      key: `${note.id} ${note.version}`,
      text: t("house.mentioned_you", { name: note.author.name, customer }),
    };
  }
  if (whisper && whisper.author.id !== myId) {
    return { key: whisper.id, text: t("house.whispered", { name: whisper.author.name, customer }) };
  }
  return null;
}
