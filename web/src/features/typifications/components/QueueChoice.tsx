/** All queues, some of them, or, where that is a choice, none. */
import { useId } from "react";
import { useQueues } from "@/api/directory";
import styles from "@/settings/SomeChoice.module.css";
import field from "@/ui/Field.module.css";
import { IconAlertCircle } from "@/ui/icons";
import type { Mandatory } from "../api/trees";

interface QueueChoiceProps {
  legend: string;
  /** Words for each; without words for none, that is no choice. */
  none?: string;
  all: string;
  some: string;
  value: Mandatory;
  /** Only among these; null: among all. */
  among?: readonly string[] | null;
  error?: string | null;
  help?: string;
  onChange: (value: Mandatory) => void;
}

export function QueueChoice(props: QueueChoiceProps) {
  const { legend, none, all, some, value, among = null, error, help, onChange } = props;
  const id = useId();
  const chosen = Array.isArray(value) ? value : null;
  const queues = (useQueues().data ?? []).filter(
    (one) => (!one.is_retired || chosen?.includes(one.id)) && (among === null || among.includes(one.id)),
  );
  const below = error || help ? `${id}-below` : undefined;
  const option = (of: "none" | "all", words: string) => (
    <label className={styles.option}>
      <input type="radio" name={id} checked={value === of} onChange={() => onChange(of)} />
      {words}
    </label>
  );
  return (
    <fieldset data-invalid={error ? true : undefined} className={styles.choice} aria-describedby={below}>
      <legend>{legend}</legend>
      {none === undefined ? null : option("none", none)}
      {option("all", all)}
      <label className={styles.option}>
        <input type="radio" name={id} checked={chosen !== null} onChange={() => onChange([])} />
        {some}
      </label>
      {chosen ? (
        <div className={styles.some}>
          {queues.map((queue) => (
            <label key={queue.id} className={styles.option}>
              <input
                type="checkbox"
                checked={chosen.includes(queue.id)}
                onChange={(event) => {
                  const others = chosen.filter((one) => one !== queue.id);
                  onChange(event.target.checked ? [...others, queue.id].sort() : others);
                }}
              />
              {queue.name}
            </label>
          ))}
        </div>
      ) : null}
      {error ? (
        <div className={field.error} id={below}>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{error}</span>
        </div>
      ) : help ? (
        <div className={field.help} id={below}>
          {help}
        </div>
      ) : null}
    </fieldset>
  );
}
