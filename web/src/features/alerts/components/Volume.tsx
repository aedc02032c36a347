/** How loud alerts are. The number follows the slider; it is chosen once the slider rests or is let go. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { IconVolume } from "@/ui/icons";
import { speaker } from "../api/speaker";
import styles from "./Choices.module.css";

const restsMs = 400;

export function Volume({ kept, onChosen }: { kept: number; onChosen: (value: number) => void }) {
  const { t } = useTranslation();
  const [moved, setMoved] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const value = moved ?? kept;

  function settle(at: number | null) {
    clearTimeout(timer.current);
    if (at === null) return;
    setMoved(null);
    onChosen(at);
  }

  /** The timer outlives the page: who leaves it at once has chosen all the same. */
  function move(to: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => settle(to), restsMs);
    setMoved(to);
  }

  return (
    <div className={styles.volume}>
      <label htmlFor="alerts-volume">{t("alerts.volume")}</label>
      <input
        id="alerts-volume"
        type="range"
        min={0}
        max={100}
        step={5}
        value={value}
        aria-valuetext={t("alerts.percent", { value })}
        onChange={(event) => move(Number(event.target.value))}
        onPointerUp={() => settle(moved)}
        onKeyUp={() => settle(moved)}
        onBlur={() => settle(moved)}
      />
      <output htmlFor="alerts-volume">{t("alerts.percent", { value })}</output>
      <Button size="s" onClick={() => void speaker.play("message", value)}>
        <IconVolume size={16} stroke={1.75} aria-hidden="true" />
        {t("alerts.try")}
      </Button>
    </div>
  );
}
