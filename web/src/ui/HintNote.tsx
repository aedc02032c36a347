/** A hint for somebody new, where the thing is that it speaks of: right before it, so that the next stop is that thing. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type Hint, hintCount, putAway, useHintTurn } from "@/state/hints";
import { Button } from "./Button";
import styles from "./HintNote.module.css";
import { IconBulb } from "./icons";

export function HintNote({ hint, className }: { hint: Hint; className?: string }) {
  const { t } = useTranslation();
  const title = useId();
  const turn = useHintTurn(hint);
  if (turn === null) return null;
  return (
    <div role="group" aria-labelledby={title} className={[styles.note, className].filter(Boolean).join(" ")}>
      <IconBulb size={18} stroke={1.75} aria-hidden="true" />
      <div>
        <b id={title}>{t(`hint.${hint}`)}</b>
        <p>{t(`hint.${hint}_help`)}</p>
        <div className={styles.foot}>
          <Button
            size="xs"
            onClick={(event) => {
              focusNext(event.currentTarget);
              putAway(hint);
            }}
          >
            {t("hint.understood")}
          </Button>
          <small>{t("hint.place", { at: turn, count: hintCount })}</small>
        </div>
      </div>
    </div>
  );
}

/** The focus is not lost with the button that had it. */
function focusNext(element: HTMLElement): void {
  const stops = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea")];
  const open = stops.filter((one) => one.tabIndex >= 0 && !one.matches(":disabled"));
  open[open.indexOf(element) + 1]?.focus();
}
