/** A labelled field: help below, replaced by the error with icon and sentence. */
import { type ComponentProps, useId } from "react";
import styles from "./Field.module.css";
import { IconAlertCircle } from "./icons";

interface FieldProps {
  label: string;
  error?: string | null;
  help?: string;
}

export function TextField({ label, error, help, ...input }: FieldProps & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input {...input} id={id} className={styles.input} {...described(id, error, help)} />
      <Below id={id} error={error} help={help} />
    </div>
  );
}

export function TextAreaField({ label, error, help, ...input }: FieldProps & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea {...input} id={id} className={styles.input} {...described(id, error, help)} />
      <Below id={id} error={error} help={help} />
    </div>
  );
}

function described(id: string, error?: string | null, help?: string) {
  return {
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error || help ? `${id}-below` : undefined,
  };
}

function Below({ id, error, help }: { id: string; error?: string | null; help?: string }) {
  if (error) {
    return (
      <div className={styles.error} id={`${id}-below`}>
        <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
        <span>{error}</span>
      </div>
    );
  }
  return help ? (
    <div className={styles.help} id={`${id}-below`}>
      {help}
    </div>
  ) : null;
}
