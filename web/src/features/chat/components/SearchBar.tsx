/** Looks for words in the thread, leads from one place to the next, and to a day; files and links by the side. */
import { lazy, Suspense, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";
import { dayMonthYear } from "@/i18n/format";
import { Button, IconButton } from "@/ui/Button";
import { IconChevronDown, IconChevronUp, IconLibraryPhoto, IconSearch, IconX } from "@/ui/icons";
import { useFindings } from "../api/findings";
import type { ThreadStart } from "../api/threadPages";
import styles from "./SearchBar.module.css";

const Gallery = lazy(() => import("./Gallery").then((module) => ({ default: module.Gallery })));

const settleMs = 350;
const firstYear = 2009;

interface SearchBarProps {
  conversation: Conversation;
  onWords: (words: string) => void;
  onJump: (to: ThreadStart) => void;
  onClose: () => void;
}

export function SearchBar({ conversation, onWords, onJump, onClose }: SearchBarProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [gallery, setGallery] = useState(false);
  const words = useSettled(text);
  const search = useSearch(conversation.id, words, onJump);
  useEffect(() => onWords(words), [words, onWords]);

  return (
    <div className={styles.bar} role="search" aria-label={t("thread.search")}>
      <form
        className={styles.field}
        onSubmit={(event) => {
          event.preventDefault();
          search.older();
        }}
      >
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <input
          type="search"
          value={text}
          autoFocus
          placeholder={t("thread.search_words")}
          aria-label={t("thread.search_words")}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") onClose();
          }}
        />
      </form>
      <span className={styles.told} role="status">
        {words ? <Told search={search} words={words} /> : null}
      </span>
      <IconButton label={t("thread.older_match")} disabled={!search.hasOlder} onClick={search.older}>
        <IconChevronUp size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("thread.newer_match")} disabled={!search.hasNewer} onClick={search.newer}>
        <IconChevronDown size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <DayField onDay={(at) => onJump({ kind: "instant", at })} />
      <IconButton label={t("thread.gallery")} onClick={() => setGallery(true)}>
        <IconLibraryPhoto size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("thread.close_search")} onClick={onClose}>
        <IconX size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      {gallery ? (
        <Suspense fallback={null}>
          <Gallery
            conversation={conversation}
            onClose={() => setGallery(false)}
            onShow={(start) => {
              setGallery(false);
              onJump(start);
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Which of the places found is shown. The first is shown by itself. */
function useSearch(id: string, words: string, onJump: (to: ThreadStart) => void) {
  const [at, setAt] = useState({ words: "", index: 0 });
  const index = at.words === words ? at.index : 0;
  const found = useFindings(id, "search", { words }, index + 1);
  const { items } = found;
  const shown = items[index];
  useEffect(() => {
    if (shown) onJump({ kind: "message", id: shown.id, episode: shown.conversation_id });
  }, [shown?.id, onJump]); // eslint-disable-line react-hooks/exhaustive-deps -- the same place is gone to once
  const hasOlder = shown !== undefined && (index + 1 < items.length || !found.complete);
  return {
    ...found,
    index,
    hasOlder,
    hasNewer: index > 0,
    older: () => (hasOlder ? setAt({ words, index: index + 1 }) : undefined),
    newer: () => (index > 0 ? setAt({ words, index: index - 1 }) : undefined),
  };
}

function Told({ search, words }: { search: ReturnType<typeof useSearch>; words: string }) {
  const { t } = useTranslation();
  const { items, index, busy, complete, failed, searchedBackTo, more } = search;
  if (failed) {
    return (
      <>
        {t("thread.search_failed")}{" "}
        <Button size="xs" onClick={more}>
          {t("failure.retry")}
        </Button>
      </>
    );
  }
  const back = searchedBackTo ? dayMonthYear(searchedBackTo) : null;
  if (busy) return back ? t("thread.searching_back_to", { day: back }) : t("thread.searching");
  if (items.length === 0) return complete ? t("thread.nothing_found", { words }) : null;
  const place = { at: Math.min(index + 1, items.length), count: items.length };
  if (complete) return t(index < items.length ? "thread.match_of" : "thread.no_more_matches", place);
  return t("thread.match_of_more", place);
}

/** A day to go to. Parts of a year that is being typed lead nowhere. */
function DayField({ onDay }: { onDay: (at: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const today = localDay(new Date());
  return (
    <>
      <label className="sr" htmlFor={id}>
        {t("thread.to_day")}
      </label>
      <input
        id={id}
        className={styles.day}
        type="date"
        max={today}
        title={t("thread.to_day")}
        onChange={(event) => {
          const [year = 0, month = 1, day = 1] = event.target.value.split("-").map(Number);
          if (year >= firstYear) onDay(new Date(year, month - 1, day).toISOString());
        }}
      />
    </>
  );
}

function localDay(date: Date): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
