/** Chooses one leaf of the trees: by words, arrows and Enter, or by pointer. What one chose lately stands first. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { TypificationTree } from "@/api/types";
import { type Leaf, leavesOf } from "@/api/typifications";
import { TextField } from "@/ui/Field";
import { IconCheck } from "@/ui/icons";
import { keyOf, latelyOf, offered, separator } from "../api/choosing";
import styles from "./Closing.module.css";

interface LeafPickerProps {
  trees: readonly TypificationTree[];
  value: Leaf | null;
  error: string | null;
  /** `done`: by Enter, and one goes on. */
  onChange: (leaf: Leaf, done: boolean) => void;
}

export function LeafPicker({ trees, value, error, onChange }: LeafPickerProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const leaves = useMemo(() => trees.flatMap(leavesOf), [trees]);
  const [lately] = useState(() => latelyOf(me.id));
  const found = useMemo(() => offered(leaves, lately, text), [leaves, lately, text]);
  const all = [...found.lately, ...found.others];
  const current = all[Math.min(active, all.length - 1)];
  useEffect(() => {
    list.current?.querySelector("[data-active]")?.scrollIntoView?.({ block: "nearest" });
  }, [active]);

  function onKeyDown(event: KeyboardEvent) {
    const last = all.length - 1;
    const at = Math.min(active, last);
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0) }[event.key];
    if (to !== undefined) setActive(to);
    else if (event.key === "Enter" && current) onChange(current, true);
    else return;
    event.preventDefault();
  }

  const option = (leaf: Leaf) => (
    <Option
      key={keyOf(leaf)}
      id={`${id}-${keyOf(leaf).replace(" ", "-")}`}
      leaf={leaf}
      named={trees.length > 1}
      active={leaf === current}
      chosen={value !== null && keyOf(value) === keyOf(leaf)}
      onPoint={() => setActive(all.indexOf(leaf))}
      onChoose={() => onChange(leaf, false)}
    />
  );
  return (
    <div className={styles.picker}>
      <TextField
        label={t("typify.search")}
        value={text}
        error={error}
        help={t("typify.search_help")}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${id}-${keyOf(current).replace(" ", "-")}` : undefined}
        data-autofocus
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("typify.options")}
        className={styles.options}
      >
        {found.lately.length > 0 ? (
          <div role="group" aria-labelledby={`${id}-lately`}>
            <div id={`${id}-lately`} className={styles.heading}>
              {t("typify.lately")}
            </div>
            {found.lately.map(option)}
          </div>
        ) : null}
        {found.lately.length > 0 && found.others.length > 0 ? (
          <div role="group" aria-labelledby={`${id}-others`}>
            <div id={`${id}-others`} className={styles.heading}>
              {t("typify.others")}
            </div>
            {found.others.map(option)}
          </div>
        ) : (
          found.others.map(option)
        )}
      </div>
      {all.length === 0 ? <p role="status">{t("typify.no_match", { text: text.trim() })}</p> : null}
    </div>
  );
}

interface OptionProps {
  id: string;
  leaf: Leaf;
  /** With the name of its tree: there are several. */
  named: boolean;
  active: boolean;
  chosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ id, leaf, named, active, chosen, onPoint, onChoose }: OptionProps) {
  const above = [...(named ? [leaf.treeName] : []), ...leaf.path.slice(0, -1)].join(separator);
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are those of the field, which keeps the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      data-active={active || undefined}
      className={styles.option}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span>
        <b>{leaf.path.at(-1)}</b>
        {above ? <small>{above}</small> : null}
      </span>
      {chosen ? <IconCheck size={16} stroke={2} aria-hidden="true" /> : null}
    </div>
  );
}
