/** Emoji by group or by their Spanish names. Arrows move among them, Enter takes one, Escape leaves. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/ui/Feedback";
import { type Emoji, type EmojiGroup, findEmojis, loadEmojis, noteEmoji, recentEmojis } from "../api/emoji";
import styles from "./EmojiPicker.module.css";

const columns = 8;

export default function EmojiPicker({ onChosen }: { onChosen: (character: string) => void }) {
  const { t } = useTranslation();
  const [groups, setGroups] = useState<EmojiGroup[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [asked, setAsked] = useState("");
  const [recent] = useState(recentEmojis);
  const [shownKey, setShownKey] = useState<string>(recent.length > 0 ? "recent" : "smileys");
  useEffect(() => void loadEmojis().then(setGroups, setFailure), []);

  if (failure) {
    return (
      <Failure
        title={t("emoji.failed")}
        error={failure}
        onRetry={() => {
          setFailure(null);
          loadEmojis().then(setGroups, setFailure);
        }}
      />
    );
  }
  const all = groups.flatMap(({ emojis }) => emojis);
  const recents = recent.flatMap((character) => all.find((one) => one.character === character) ?? []);
  const group = groups.find(({ key }) => key === shownKey);
  const shown = asked.trim()
    ? findEmojis(groups, asked)
    : shownKey === "recent"
      ? recents
      : (group?.emojis ?? []);
  const tabs = [...(recents.length > 0 ? (["recent"] as const) : []), ...groups.map(({ key }) => key)];
  return (
    <div className={styles.picker}>
      <input
        className={styles.search}
        type="search"
        value={asked}
        autoFocus
        aria-label={t("emoji.search")}
        placeholder={t("emoji.search")}
        onChange={(event) => setAsked(event.target.value)}
      />
      <div className={styles.groups} role="group" aria-label={t("emoji.groups")}>
        {tabs.map((key) => (
          <button
            key={key}
            type="button"
            title={t(`emoji.group_${key}`)}
            aria-label={t(`emoji.group_${key}`)}
            aria-pressed={!asked.trim() && key === shownKey}
            onClick={() => {
              setAsked("");
              setShownKey(key);
            }}
          >
            <span aria-hidden="true">{signs[key]}</span>
          </button>
        ))}
      </div>
      <Grid
        key={asked || shownKey}
        emojis={shown}
        onChosen={(character) => {
          noteEmoji(character);
          onChosen(character);
        }}
      />
      {groups.length > 0 && shown.length === 0 ? (
        <p className={styles.none} role="status">
          {t("emoji.none", { text: asked.trim() })}
        </p>
      ) : null}
    </div>
  );
}

const signs: Record<EmojiGroup["key"] | "recent", string> = {
  recent: "🕘",
  smileys: "😀",
  people: "👋",
  animals: "🐾",
  food: "🍎",
  travel: "🚗",
  activities: "⚽",
  objects: "💡",
  symbols: "❤️",
  flags: "🏳️",
};

function Grid({ emojis, onChosen }: { emojis: readonly Emoji[]; onChosen: (character: string) => void }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(at + step, 0), emojis.length - 1);
    setAt(next);
    frame.current?.querySelectorAll("button")[next]?.focus();
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons in it are what is used; it only moves among them
    <div ref={frame} className={styles.grid} role="group" aria-label={t("emoji.label")} onKeyDown={onKeyDown}>
      {emojis.map(({ character, name }, index) => (
        <button
          key={character}
          type="button"
          title={name}
          aria-label={name}
          tabIndex={index === at ? 0 : -1}
          onFocus={() => setAt(index)}
          onClick={() => onChosen(character)}
        >
          <span aria-hidden="true">{character}</span>
        </button>
      ))}
    </div>
  );
}
