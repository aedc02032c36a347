/** Buttons: a verb and its object. The spinner appears only inside the one that was pressed. */
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  look?: "normal" | "primary" | "quiet" | "accent" | "bad";
  size?: "xs" | "s" | "m" | "l";
  busy?: boolean;
}

export function Button({
  look = "normal",
  size = "m",
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  const names = [styles.btn, styles[look], styles[size], className];
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...rest}
      className={names.filter(Boolean).join(" ")}
      disabled={rest.disabled || busy}
    >
      {busy ? <span className={styles.busy} aria-hidden="true" /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  label: string;
  on?: boolean;
  children: ReactNode;
}

export function IconButton({ label, on = false, className, children, ...rest }: IconButtonProps) {
  const names = [styles.icon, on ? styles.on : "", className];
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={names.filter(Boolean).join(" ")}
    >
      {children}
    </button>
  );
}
