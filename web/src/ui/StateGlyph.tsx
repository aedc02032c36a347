/** Our own signs for the states of a conversation: dotted ring, ring with core, ring, ring with tick. */
import type { ConversationState } from "@/api/types";

const shapes: Record<ConversationState, React.ReactNode> = {
  in_bot: <circle cx="12" cy="12" r="9" strokeDasharray="6 4" />,
  new: <circle cx="12" cy="12" r="8.5" strokeDasharray="0.1 5.24" strokeWidth="3" />,
  pending: (
    <>
      <circle cx="12" cy="12" r="9" />
      <circle cx="12" cy="12" r="4" fill="currentColor" />
    </>
  ),
  in_progress: <circle cx="12" cy="12" r="9" />,
  resolved: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8 12.3l2.8 2.7L16 9.5" />
    </>
  ),
};

export function StateGlyph({ state, size = 14 }: { state: ConversationState; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[state]}
    </svg>
  );
}
