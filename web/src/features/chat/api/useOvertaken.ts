/** Whether somebody else answered while the person was writing. */
import { useEffect, useMemo, useState } from "react";
import { useSignedIn } from "@/api/directory";
import type { Message } from "@/api/types";
import { noMessages } from "@/realtime/desk-state";
import { desk, useDesk } from "@/realtime/desk-store";

/** The newest answer of somebody else since `writing` began, until it is called seen. */
export function useOvertaken(conversationId: string, writing: boolean) {
  const me = useSignedIn();
  const [since, setSince] = useState(() => desk.snapshot().seq);
  const known = useDesk((state) => state.messages.get(conversationId) ?? noMessages);
  useEffect(() => {
    if (!writing) return;
    setSince(desk.snapshot().seq);
  }, [writing]);
  const answer = useMemo(() => {
    if (!writing) return null;
    const later = [...known.values()].filter(({ item, seq }) => seq > since && isOthers(item, me.id));
    return later.sort((one, other) => one.seq - other.seq).at(-1)?.item ?? null;
  }, [known, since, writing, me.id]);
  return { answer, seen: () => setSince(desk.snapshot().seq) };
}

/** Said by a colleague, a bot, or from the provider's own app; a status of an older one says nothing new. */
function isOthers({ direction, author, status, version }: Message, myId: string): boolean {
  return direction === "out" && author.id !== myId && status !== "scheduled" && version === 1;
}
