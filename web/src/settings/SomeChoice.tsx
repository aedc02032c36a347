/** All of something, or some of them: roles, connections, people; or what stands before these. */
import { useId } from "react";
import field from "@/ui/Field.module.css";
import { IconAlertCircle } from "@/ui/icons";
import styles from "./SomeChoice.module.css";

/** What can be chosen in place of all or some. */
interface FirstChoice {
  words: string;
  chosen: boolean;
  onChoose: () => void;
}

export interface SomeChoiceProps {
  legend: string;
  first?: FirstChoice;
  all: string;
  some: string;
  options: readonly { id: string; name: string }[];
  /** Ids; null: all. */
  value: string[] | null;
  error?: string | null;
  help?: string;
  onChange: (ids: string[] | null) => void;
}

export function SomeChoice(props: SomeChoiceProps) {
  const { legend, first, all, some, options, error, help, onChange } = props;
  const id = useId();
  const value = first?.chosen ? undefined : props.value;
  function turn(one: string, on: boolean) {
    const others = (value ?? []).filter((other) => other !== one);
    onChange(on ? [...others, one].sort() : others);
  }
  return (
    <fieldset
      data-invalid={error ? true : undefined}
      className={styles.choice}
      aria-describedby={error || help ? `${id}-below` : undefined}
    >
      <legend>{legend}</legend>
      {first ? (
        <label className={styles.option}>
          <input type="radio" name={id} checked={first.chosen} onChange={first.onChoose} />
          {first.words}
        </label>
      ) : null}
      <label className={styles.option}>
        <input type="radio" name={id} checked={value === null} onChange={() => onChange(null)} />
        {all}
      </label>
      <label className={styles.option}>
        <input type="radio" name={id} checked={Array.isArray(value)} onChange={() => onChange([])} />
        {some}
      </label>
      {value ? (
        <div className={styles.some}>
          {options.map((one) => (
            <label key={one.id} className={styles.option}>
              <input
                type="checkbox"
                checked={value.includes(one.id)}
                onChange={(event) => turn(one.id, event.target.checked)}
              />
              {one.name}
            </label>
          ))}
        </div>
      ) : null}
      {error ? (
        <div className={field.error} id={`${id}-below`}>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{error}</span>
        </div>
      ) : help ? (
        <div className={field.help} id={`${id}-below`}>
          {help}
        </div>
      ) : null}
    </fieldset>
  );
}
