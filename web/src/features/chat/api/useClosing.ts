/** Resolving the open chat: at once, or after asking what it ended with, where its queue has typifications. */
import { type RefObject, useState } from "react";
import type { Conversation } from "@/api/types";
import type { Choice } from "@/api/typifications";
import { useAsking } from "@/api/useAsking";

interface Resolving {
  conversation: Conversation;
  /** The newest message shown. What comes while one chooses is not seen, and the API says so. */
  seen: RefObject<string | null>;
  resolve: (seen: string, choice: Choice | null) => void;
  onNothingSeen: () => void;
}

export function useClosing({ conversation, seen, resolve, onNothingSeen }: Resolving) {
  const asking = useAsking([conversation.queue_id]);
  const [newest, setNewest] = useState<string | null>(null);

  async function ask(shown: string) {
    setNewest(shown);
    if (!(await asking.begin())) resolve(shown, null);
  }

  return {
    ...asking,
    asked: conversation.state === "resolved" ? null : asking.asked,
    begin: () => (seen.current ? void ask(seen.current) : onNothingSeen()),
    retry: () => (newest ? void ask(newest) : undefined),
    choose: (choice: Choice | null) => {
      asking.end();
      if (newest) resolve(newest, choice);
    },
    /** Refused by trees that were not known here: then those of now are asked for. */
    learn: (error: unknown) => {
      if (!asking.learn([error])) return;
      setNewest(seen.current);
      void asking.begin();
    },
  };
}
