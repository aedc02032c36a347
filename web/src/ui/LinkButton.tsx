/** A link that looks like a button: it leads somewhere and does nothing. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import styles from "./Button.module.css";

interface LinkButtonProps {
  href: string;
  look?: "normal" | "primary" | "quiet" | "accent";
  size?: "s" | "m";
  children: ReactNode;
}

export function LinkButton({ href, look = "normal", size = "m", children }: LinkButtonProps) {
  return (
    <Link href={href} className={`${styles.btn} ${styles[look] ?? ""} ${styles[size] ?? ""}`}>
      {children}
    </Link>
  );
}
