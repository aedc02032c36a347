/** The side line where it is open, and open to this person; loaded then. */
import { lazy, Suspense } from "react";
import type { Conversation } from "@/api/types";
import { useWhisperPanel } from "@/state/whisper-panel";
import { useMayWhisper } from "../api/notes";

const WhisperPanel = lazy(() => import("./WhisperPanel"));

export function WhisperPlace({ conversation }: { conversation: Conversation }) {
  const open = useWhisperPanel(conversation.id);
  const may = useMayWhisper(conversation);
  if (!open || !may) return null;
  return (
    <Suspense>
      <WhisperPanel conversation={conversation} />
    </Suspense>
  );
}
