/** A labelled choice among few; the browser's own list, which every keyboard and phone knows. */
import { type ComponentProps, useId } from "react";
import styles from "./Templates.module.css";

interface SelectFieldProps extends ComponentProps<"select"> {
  label: string;
  /** The label is for readers of the screen alone: the first option says it. */
  quiet?: boolean;
}

export function SelectField({ label, quiet = false, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={quiet ? "sr" : undefined}>
        {label}
      </label>
      <select {...rest} id={id} className={styles.select}>
        {children}
      </select>
    </div>
  );
}
