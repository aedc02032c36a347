/** A label: always a square and a name; the box is there only where it can be taken off. */
import type { Label } from "@/api/types";
import { IconX } from "./icons";
import styles from "./LabelChip.module.css";

interface LabelChipProps {
  label: Pick<Label, "name" | "colour">;
  remove?: { name: string; run: () => void } | null;
}

export function LabelChip({ label, remove }: LabelChipProps) {
  return (
    <span className={remove ? `${styles.chip} ${styles.boxed}` : styles.chip}>
      <LabelSquare colour={label.colour} />
      <span className="cut">{label.name}</span>
      {remove ? (
        <button type="button" aria-label={remove.name} title={remove.name} onClick={remove.run}>
          <IconX size={14} stroke={2} aria-hidden="true" />
        </button>
      ) : null}
    </span>
  );
}

export function LabelSquare({ colour }: { colour: Label["colour"] }) {
  return <span className={`${styles.square} ${styles[colour]}`} aria-hidden="true" />;
}
