/** Follows the field of the composer: what is looked for, which reply the keys stand on, and which one is taken. */
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { QuickReply } from "@/api/types";
import { type Slash, slashAt, typedSince } from "./slash";

interface SlashOptions {
  field: RefObject<HTMLTextAreaElement | null>;
  /** The replies that fit; null while they are not known. */
  found: (words: string) => readonly QuickReply[] | null;
  /** What was taken is not written yet: the list stays closed over what it is to replace. */
  paused: boolean;
  onTake: (reply: QuickReply, slash: Slash, prefix: "/" | "") => void;
}

export function useSlash({ field, found, paused, onTake }: SlashOptions) {
  const [slash, setSlash] = useState<Slash | null>(null);
  /** Where the caret stood when the button opened the list. */
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  /** The "/" that the person wants left alone. */
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const options = slash ? found(slash.words) : [];
  const isOpen = slash !== null && (options === null || options.length > 0 || openedAt !== null);
  const chosen = options?.[Math.min(active, options.length - 1)];

  const look = useEffectEvent((element: HTMLTextAreaElement) => {
    if (paused) return;
    const { value, selectionStart: caret } = element;
    const typed = openedAt === null ? null : typedSince(value, openedAt, caret);
    if (!typed) setOpenedAt(null);
    const next = typed ?? slashAt(value, caret);
    if (!typed && next?.at !== dismissed) setDismissed(null);
    const shown = !typed && next?.at === dismissed ? null : next;
    setSlash(shown);
    if (shown?.words !== slash?.words) setActive(0);
  });

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isOpen || event.isComposing || !onKey(event)) return;
    event.preventDefault();
    event.stopPropagation(); // the composer would send, or the page go elsewhere
  });

  function onKey({ key, shiftKey }: KeyboardEvent): boolean {
    if (key === "Escape") close();
    else if (key === "ArrowDown" || key === "ArrowUp") step(key === "ArrowDown" ? 1 : -1);
    else if ((key === "Enter" || key === "Tab") && !shiftKey) return takeChosen(key);
    else return false;
    return true;
  }

  /** Before the replies are known Enter waits; where none fits, it and Tab do what they always do. */
  function takeChosen(key: string): boolean {
    if (!chosen) return options === null && key === "Enter";
    take(chosen);
    return true;
  }

  function step(by: number) {
    const count = options?.length ?? 0;
    if (count > 0) setActive((Math.min(active, count - 1) + by + count) % count);
  }

  function close() {
    setDismissed(openedAt === null ? (slash?.at ?? null) : null);
    setOpenedAt(null);
    setSlash(null);
  }

  function take(reply: QuickReply) {
    if (!slash) return;
    const prefix = openedAt === null ? "/" : "";
    setOpenedAt(null);
    setSlash(null);
    onTake(reply, slash, prefix);
  }

  /** The button: a list of all at the caret, narrowed by what is typed. */
  function toggle() {
    const element = field.current;
    if (!element || paused) return;
    if (isOpen) close();
    else {
      setOpenedAt(element.selectionStart);
      setSlash({ at: element.selectionStart, words: "" });
      setActive(0);
    }
    element.focus();
  }

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const onLook = () => look(element);
    const onPress = (event: KeyboardEvent) => press(event);
    const onLeft = () => {
      setOpenedAt(null);
      setSlash(null);
    };
    element.addEventListener("keydown", onPress);
    for (const event of ["input", "click", "keyup"]) element.addEventListener(event, onLook);
    element.addEventListener("blur", onLeft);
    return () => {
      element.removeEventListener("keydown", onPress);
      for (const event of ["input", "click", "keyup"]) element.removeEventListener(event, onLook);
      element.removeEventListener("blur", onLeft);
    };
  }, [field]);

  return { isOpen, options, chosen, words: slash?.words ?? "", take, toggle };
}
