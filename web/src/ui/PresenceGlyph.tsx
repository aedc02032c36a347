/** Our own signs for what people do; `lost` is a connection that went. Always beside the word. */
import type { PresenceState } from "@/api/types";
import styles from "./PresenceGlyph.module.css";

export type PresenceSign = PresenceState | "lost";

const shapes: Record<PresenceSign, React.ReactNode> = {
  available: <circle cx="12" cy="12" r="7" fill="currentColor" />,
  busy: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
    </>
  ),
  break: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M9.6 8.5v7M14.4 8.5v7" />
    </>
  ),
  training: <path d="M12 3.5l8.5 8.5-8.5 8.5L3.5 12z" />,
  offline: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M6 18L18 6" />
    </>
  ),
  lost: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M6 18L18 6" />
    </>
  ),
  out_of_service: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="2" />
      <path d="M8 12h8" />
    </>
  ),
};

export function PresenceGlyph({ sign, size = 14 }: { sign: PresenceSign; size?: number }) {
  return (
    <svg
      className={`${styles.glyph} ${styles[sign]}`}
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
      {shapes[sign]}
    </svg>
  );
}
