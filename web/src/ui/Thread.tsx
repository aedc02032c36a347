/** The one line of a customer: its pattern says who holds the conversation (design section 1). */
import type { ReactNode } from "react";
import styles from "./Thread.module.css";

export type Pattern = "agent" | "bot" | "wait" | "rest";

const fromClass = {
  agent: styles.fAgent,
  bot: styles.fBot,
  wait: styles.fWait,
  rest: styles.fRest,
};

interface ThreadRowProps {
  pattern: Pattern;
  /** The pattern above this row's knot, where it differs from the one below. */
  from?: Pattern;
  /** The line begins at this row's knot. */
  first?: boolean;
  gap?: boolean;
  children: ReactNode;
}

export function ThreadRow({ pattern, from, first, gap, children }: ThreadRowProps) {
  const names = [
    styles.row,
    styles[pattern],
    from ? fromClass[from] : "",
    first ? styles.first : "",
    gap ? styles.gap : "",
  ];
  return <div className={names.filter(Boolean).join(" ")}>{children}</div>;
}

export function Knot({
  pattern,
  small,
  children,
}: {
  pattern: Pattern;
  small?: boolean;
  children?: ReactNode;
}) {
  const names = [styles.knot, pattern === "agent" ? "" : styles[pattern], small ? styles.small : ""];
  return (
    <span className={names.filter(Boolean).join(" ")} aria-hidden="true">
      {children}
    </span>
  );
}

/** The last piece of the line, from the foot of the timeline into the composer's knot. */
export function ThreadEnd({ pattern, className }: { pattern: Pattern; className?: string }) {
  return <span className={`${styles.end} ${styles[pattern]} ${className ?? ""}`} aria-hidden="true" />;
}
