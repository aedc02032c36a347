/** For whom one writes: the customer, or the house. The choice is kept with the draft. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import { noteDrafts } from "@/state/note-drafts";
import { IconLock } from "@/ui/icons";
import { useShortcut } from "@/ui/shortcuts";
import styles from "./Note.module.css";

type Mode = "answer" | "note";

interface ComposerTabsProps {
  conversationId: string;
  mode: Mode;
}

/** What the next composer is to focus: each mode is a form of its own. */
let wanted: "field" | "tab" | null = null;

export function ComposerTabs({ conversationId, mode }: ComposerTabsProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const list = useRef<HTMLDivElement>(null);
  useShortcut("n", () => choose("note", "field"));
  useShortcut("r", () => choose("answer", "field"));

  useEffect(() => {
    const focus = wanted;
    wanted = null;
    if (focus === "tab") list.current?.querySelector<HTMLElement>("[aria-selected='true']")?.focus();
    if (focus === "field") focusField();
  }, []);

  function focusField() {
    list.current?.closest("form")?.querySelector("textarea")?.focus();
  }

  function choose(next: Mode, focus: "field" | "tab") {
    if (next === "note" && !mayNote) return;
    if (next === mode) {
      if (focus === "field") focusField();
      return;
    }
    wanted = focus;
    noteDrafts.write(conversationId, { open: next === "note" });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    choose(mode === "note" ? "answer" : "note", "tab");
  }

  const mayNote = me.permissions.includes("notes.write");
  if (!mayNote) return <span className={`${styles.tab} ${styles.on}`}>{t("note.answer")}</span>;
  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label={t("note.tabs")}>
      {(["answer", "note"] as const).map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={one === mode}
          tabIndex={one === mode ? 0 : -1}
          className={`${styles.tab} ${one === mode ? styles.on : ""}`}
          onClick={() => choose(one, "field")}
          onKeyDown={onKeyDown}
        >
          {one === "note" ? <IconLock size={14} stroke={2} aria-hidden="true" /> : null}
          {t(one === "note" ? "note.tab" : "note.answer")}
        </button>
      ))}
    </div>
  );
}
