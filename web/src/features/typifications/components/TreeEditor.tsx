/** A tree and what is done to it, all by keyboard: arrows walk, what the buttons do has a key of its own. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import field from "@/ui/Field.module.css";
import { IconAlertCircle, IconArrowDown, IconArrowUp, IconPlus } from "@/ui/icons";
import { TextField } from "@/ui/Field";
import {
  added,
  depthAtMost,
  depthOf,
  type EditedNode,
  flawsOfNames,
  moved,
  newId,
  type Nodes,
  nodesAtMost,
  removed,
  renamed,
  retired,
  shownRows,
  siblingsOf,
} from "../api/editing";
import { TreeRows } from "./TreeRows";
import styles from "./Trees.module.css";

interface TreeEditorProps {
  nodes: Nodes;
  /** Ids of nodes that are saved: these are retired, others removed. */
  saved: ReadonlySet<string>;
  error?: string | null;
  onChange: (nodes: EditedNode[]) => void;
}

export function TreeEditor({ nodes, saved, error, onChange }: TreeEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState("");
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [chosenId, setChosenId] = useState<string | null>(null);
  const goal = useRef<"name" | "row" | null>(null);
  const frame = useRef<HTMLFieldSetElement>(null);
  const rows = shownRows(nodes, folded, text);
  const chosen = nodes.find((one) => one.id === chosenId) ?? null;
  const flaws = flawsOfNames(nodes);

  // After an act the focus goes where one goes on.
  useEffect(() => {
    if (!goal.current) return;
    const wanted = goal.current === "name" ? "[name='node']" : "[role='treeitem'][tabindex='0']";
    goal.current = null;
    frame.current?.querySelector<HTMLElement>(wanted)?.focus();
  });

  function fold(one: string, away: boolean) {
    setFolded((before) => new Set(away ? [...before, one] : [...before].filter((other) => other !== one)));
  }

  function add(parentId: string | null) {
    const made = newId();
    setText("");
    if (parentId) fold(parentId, false);
    onChange(added(nodes, parentId, made));
    setChosenId(made);
    goal.current = "name";
  }

  function move(by: -1 | 1) {
    if (!chosen) return;
    onChange(moved(nodes, chosen.id, by));
    goal.current = "row";
  }

  function retire() {
    if (!chosen) return;
    goal.current = "row";
    if (saved.has(chosen.id)) return onChange(retired(nodes, chosen.id, !chosen.is_retired));
    const siblings = siblingsOf(nodes, chosen.parent_id);
    const at = siblings.indexOf(chosen);
    onChange(removed(nodes, chosen.id));
    setChosenId((siblings[at + 1] ?? siblings[at - 1])?.id ?? chosen.parent_id);
  }

  const full = nodes.length >= nodesAtMost;
  const deep = chosen !== null && depthOf(nodes, chosen.id) >= depthAtMost;
  const acts = {
    Insert: () => (chosen && !full && !deep ? add(chosen.id) : undefined),
    Delete: retire,
    F2: () => frame.current?.querySelector<HTMLElement>("[name='node']")?.focus(),
    Enter: () => frame.current?.querySelector<HTMLElement>("[name='node']")?.focus(),
    "Alt+ArrowUp": () => move(-1),
    "Alt+ArrowDown": () => move(1),
  };

  function onKey(event: KeyboardEvent): boolean {
    const key = `${event.altKey ? "Alt+" : ""}${event.key}`;
    if (!(key in acts)) return false;
    acts[key as keyof typeof acts]();
    return true;
  }

  const flaw = chosen ? flaws.get(chosen.id) : undefined;
  return (
    <fieldset ref={frame} className={styles.editor} aria-describedby={error ? `${id}-error` : `${id}-help`}>
      <legend>{t("typify.tree")}</legend>
      <div className={styles.tools}>
        <input
          type="search"
          className={styles.search}
          aria-label={t("typify.search_node")}
          placeholder={t("typify.search_node")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button size="s" disabled={full} onClick={() => add(null)}>
          <IconPlus size={16} stroke={1.75} aria-hidden="true" />
          {t("typify.add_root")}
        </Button>
      </div>
      <TreeRows
        label={t("typify.tree")}
        rows={rows}
        chosenId={chosenId}
        flaws={flaws}
        onChoose={setChosenId}
        onFold={fold}
        onKey={onKey}
      />
      {nodes.length === 0 ? <p className="t-meta">{t("typify.tree_empty")}</p> : null}
      {nodes.length > 0 && rows.length === 0 ? (
        <p role="status">{t("typify.no_match", { text: text.trim() })}</p>
      ) : null}
      {error ? (
        <div className={field.error} id={`${id}-error`} role="alert">
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{error}</span>
        </div>
      ) : (
        <p className={field.help} id={`${id}-help`}>
          {t("typify.tree_help")}
        </p>
      )}
      {chosen ? (
        <div
          className={styles.node}
          role="group"
          aria-label={t("typify.node_of", { name: chosen.name || "—" })}
        >
          <TextField
            label={t("typify.node_name")}
            name="node"
            value={chosen.name}
            error={flaw && (error || flaw !== "missing") ? t(`typify.name_${flaw}`) : null}
            autoComplete="off"
            onChange={(event) => onChange(renamed(nodes, chosen.id, event.target.value))}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              frame.current?.querySelector<HTMLElement>("[role='treeitem'][tabindex='0']")?.focus();
            }}
          />
          <div className={styles.acts}>
            <Button size="s" disabled={full || deep} onClick={() => add(chosen.id)}>
              <IconPlus size={16} stroke={1.75} aria-hidden="true" />
              {t("typify.add_below")}
            </Button>
            <Button size="s" onClick={() => move(-1)}>
              <IconArrowUp size={16} stroke={1.75} aria-hidden="true" />
              {t("typify.move_up")}
            </Button>
            <Button size="s" onClick={() => move(1)}>
              <IconArrowDown size={16} stroke={1.75} aria-hidden="true" />
              {t("typify.move_down")}
            </Button>
            <Button size="s" look="quiet" onClick={retire}>
              {t(
                !saved.has(chosen.id)
                  ? "typify.remove"
                  : chosen.is_retired
                    ? "settings.restore"
                    : "settings.retire",
              )}
            </Button>
          </div>
          {deep ? <p className="t-meta">{t("typify.too_deep", { limit: depthAtMost })}</p> : null}
          {full ? <p className="t-meta">{t("typify.too_many", { limit: nodesAtMost })}</p> : null}
        </div>
      ) : null}
    </fieldset>
  );
}
