/** Marks as read what the holder has really seen: newest message in view, tab shown and focused. */
import { useEffect, useRef, useState } from "react";
import { useSignedIn } from "@/api/directory";
import type { Conversation, Message } from "@/api/types";
import { markRead } from "./actions";

/**
 * Returns how many messages came in below the reader since the foot was last in view. While newer pages are still on
 * the server (`hasFoot` is false), what is loaded below is older than the reader's coming, and not new.
 */
export function useReading(
  conversation: Conversation,
  messages: readonly Message[],
  atEnd: boolean,
  hasFoot: boolean,
): number {
  const me = useSignedIn();
  const focused = useTabFocused();
  const asked = useRef<string | null>(null);
  const newest = messages.findLast((message) => message.direction === "in")?.id ?? null;
  const holds = conversation.assignee?.id === me.id && conversation.state !== "resolved";
  const shouldMark = atEnd && focused && holds && conversation.unread_count > 0;

  useEffect(() => {
    if (!shouldMark || !newest || asked.current === newest) return;
    asked.current = newest;
    markRead(conversation.id, newest).catch(() => {
      asked.current = null;
    });
  }, [shouldMark, newest, conversation.id]);

  const last = messages.at(-1)?.id ?? null;
  const seen = useRef(last);
  const hadFoot = useRef(hasFoot);
  useEffect(() => {
    if (atEnd || !hadFoot.current || !seen.current) seen.current = last;
    hadFoot.current = hasFoot;
  });
  if (atEnd || !hasFoot || !hadFoot.current || !seen.current) return 0;
  return messages.length - 1 - messages.findLastIndex((message) => message.id === seen.current);
}

function useTabFocused(): boolean {
  const [focused, setFocused] = useState(isFocused);
  useEffect(() => {
    const update = () => setFocused(isFocused());
    window.addEventListener("focus", update);
    window.addEventListener("blur", update);
    document.addEventListener("visibilitychange", update);
    return () => {
      window.removeEventListener("focus", update);
      window.removeEventListener("blur", update);
      document.removeEventListener("visibilitychange", update);
    };
  }, []);
  return focused;
}

function isFocused(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
