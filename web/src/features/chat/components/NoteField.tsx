/** The text of a note, and the list of colleagues behind an @: arrows choose, Enter or Tab takes, Escape closes. */
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Mentionable } from "@/api/types";
import { noteDrafts, useNoteDraft } from "@/state/note-drafts";
import { IconButton } from "@/ui/Button";
import { IconAt } from "@/ui/icons";
import { type MentionQuery, matching, mentionQuery, withMention } from "../api/mentioning";
import { useMentionable } from "../api/notes";
import { MentionList } from "./MentionList";
import styles from "./Note.module.css";

interface NoteFieldProps {
  conversation: Conversation;
  onSave: () => void;
  /** What stands beside the button for mentions. */
  children: ReactNode;
}

export function NoteField({ conversation, onSave, children }: NoteFieldProps) {
  const { t } = useTranslation();
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useNoteDraft(conversation.id);
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [active, setActive] = useState(0);
  const caret = useRef<number | null>(null);
  const colleagues = useMentionable(conversation);
  const found = query ? matching(colleagues, query.words) : [];
  /** Behind a first word that fits nobody it is no name: the rest of the sentence is being typed. */
  const mayComeYet = colleagues.length > 0 && !query?.words.includes(" ");
  const chosen = found[Math.min(active, found.length - 1)];

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
    if (caret.current !== null) element.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [draft.text]);

  const changedId = draft.changes?.id;
  useEffect(() => {
    if (changedId) field.current?.focus();
  }, [changedId]);

  function look(element: HTMLTextAreaElement) {
    setQuery(mentionQuery(element.value, element.selectionStart));
    setActive(0);
  }

  function insert(element: HTMLTextAreaElement, text: string) {
    element.setRangeText(text, element.selectionStart, element.selectionEnd, "end");
    caret.current = element.selectionStart;
    noteDrafts.write(conversation.id, { text: element.value });
  }

  /** Types an @ where the caret is, as a word of its own. */
  function ask() {
    const element = field.current;
    if (!element) return;
    const { selectionStart: start, value } = element;
    const isApart = start === 0 || /\s$/.test(value.slice(0, start));
    element.focus();
    insert(element, isApart ? "@" : " @");
    look(element);
  }

  function take(colleague: Mentionable) {
    if (!query) return;
    const written = withMention(draft.text, query, colleague.name);
    caret.current = written.caret;
    const picked = { id: colleague.id, name: colleague.name };
    noteDrafts.write(conversation.id, { text: written.text, mentions: [...draft.mentions, picked] });
    setQuery(null);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (query && chosen && onListKey(event, chosen)) {
      event.preventDefault();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (event.altKey) insert(event.currentTarget, "\n\n");
    else onSave();
  }

  function onListKey({ key, shiftKey }: KeyboardEvent, colleague: Mentionable): boolean {
    if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : -1;
      setActive((found.indexOf(colleague) + step + found.length) % found.length);
    } else if ((key === "Enter" || key === "Tab") && !shiftKey) take(colleague);
    else if (key === "Escape") setQuery(null);
    else return false;
    return true;
  }

  return (
    <>
      <div className={styles.field}>
        {query && (found.length > 0 || mayComeYet) ? (
          <MentionList id={listId} found={found} chosen={chosen} onTake={take} />
        ) : null}
        <textarea
          ref={field}
          className={styles.text}
          rows={2}
          aria-label={t("note.field")}
          aria-autocomplete="list"
          aria-controls={query ? listId : undefined}
          aria-activedescendant={query && chosen ? `${listId}-${chosen.id}` : undefined}
          placeholder={t("note.placeholder")}
          value={draft.text}
          onChange={(event) => {
            noteDrafts.write(conversation.id, { text: event.target.value });
            look(event.target);
          }}
          onKeyDown={onKeyDown}
          onClick={(event) => look(event.currentTarget)}
          onBlur={() => setQuery(null)}
        />
      </div>
      <div className={styles.bar}>
        <IconButton label={t("note.mention")} onClick={ask}>
          <IconAt size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
        {children}
      </div>
    </>
  );
}
