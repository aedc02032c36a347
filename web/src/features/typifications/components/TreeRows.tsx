/** The rows of a tree, one of them in the order of Tab; arrows walk and fold as in every tree. */
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { IconAlertCircle, IconChevronDown, IconChevronRight } from "@/ui/icons";
import type { Flaw, Shown } from "../api/editing";
import styles from "./Trees.module.css";

interface TreeRowsProps {
  label: string;
  rows: readonly Shown[];
  chosenId: string | null;
  flaws: ReadonlyMap<string, Flaw>;
  onChoose: (id: string) => void;
  onFold: (id: string, away: boolean) => void;
  /** Other keys than those that walk; true: it was one of them. */
  onKey: (event: KeyboardEvent) => boolean;
}

export function TreeRows({ label, rows, chosenId, flaws, onChoose, onFold, onKey }: TreeRowsProps) {
  const { t } = useTranslation();
  const inTabOrder = rows.some(({ id }) => id === chosenId) ? chosenId : rows[0]?.id;

  function onKeyDown(event: KeyboardEvent, at: number) {
    const row = rows[at];
    if (!row) return;
    const walks = event.altKey || event.ctrlKey || event.metaKey ? undefined : walk(event.key, row, at);
    if (walks === undefined && !onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (typeof walks === "number") focus(event.currentTarget, walks);
  }

  /** The row to go to; null: only folded or unfolded. */
  function walk(key: string, row: Shown, at: number): number | null | undefined {
    const parent = rows.findIndex(({ id }) => id === row.parent_id);
    switch (key) {
      case "ArrowDown":
        return Math.min(at + 1, rows.length - 1);
      case "ArrowUp":
        return Math.max(at - 1, 0);
      case "Home":
        return 0;
      case "End":
        return rows.length - 1;
      case "ArrowRight":
        if (row.expanded === false) onFold(row.id, false);
        return row.expanded ? at + 1 : null;
      case "ArrowLeft":
        if (row.expanded) onFold(row.id, true);
        return row.expanded || parent < 0 ? null : parent;
      default:
        return undefined;
    }
  }

  if (rows.length === 0) return null;
  return (
    <ul role="tree" aria-label={label} className={styles.rows}>
      {rows.map((row, at) => (
        <li
          key={row.id}
          role="treeitem"
          tabIndex={row.id === inTabOrder ? 0 : -1}
          aria-level={row.level}
          aria-posinset={row.place}
          aria-setsize={row.of}
          aria-expanded={row.expanded ?? undefined}
          aria-selected={row.id === chosenId}
          className={row.is_retired ? `${styles.row} ${styles.retired}` : styles.row}
          onFocus={() => onChoose(row.id)}
          onClick={(event) => event.currentTarget.focus()}
          onKeyDown={(event) => onKeyDown(event, at)}
        >
          <Fold row={row} onFold={onFold} />
          <span className={styles.name}>{row.name || t("typify.unnamed")}</span>
          {row.is_retired ? <small>{t("settings.is_retired")}</small> : null}
          {flaws.has(row.id) ? (
            <IconAlertCircle size={16} stroke={1.75} role="img" aria-label={t("typify.flawed")} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** For the pointer alone: the arrow keys fold. */
function Fold({ row, onFold }: { row: Shown; onFold: TreeRowsProps["onFold"] }) {
  const Icon = row.expanded ? IconChevronDown : IconChevronRight;
  if (row.expanded === null) return <span className={styles.fold} />;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the row has the keys
    <span className={styles.fold} onClick={() => onFold(row.id, row.expanded === true)}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
    </span>
  );
}

function focus(row: EventTarget & Element, at: number): void {
  const rows = row.parentElement?.querySelectorAll<HTMLElement>("[role='treeitem']");
  rows?.[at]?.focus();
}
