/** Reactions on a message: what is there, what of ours is on its way or did not get there, and the choice of one. */
import { Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { toast } from "@/state/toast";
import { Button, IconButton } from "@/ui/Button";
import { IconAlertCircle, IconClock, IconMoodSmile } from "@/ui/icons";
import { refusalSentence } from "../api/actions";
import { ourReaction, react } from "../api/messages";
import styles from "./Bubble.module.css";

const offered = ["👍", "❤️", "😂", "😮", "😢", "🙏"] as const;

function useReact(message: Message) {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: (emoji: string | null) => react(message, emoji),
    onError: (error) => toast.show(refusalSentence(error, t)),
  });
}

export function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation();
  const shown = message.reactions.filter(({ emoji, state }) => emoji && state !== "failed");
  if (shown.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { emoji } of shown) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  const list = [...counts].map(([emoji, count]) => (count > 1 ? `${emoji} ${count}` : emoji));
  const waits = shown.some(({ state }) => state === "waiting");
  return (
    <span className={styles.reactions}>
      <span className="sr">
        {t("message.reactions", { list: list.join(", ") })}
        {waits ? `. ${t("reaction.waiting")}` : ""}
      </span>
      <span aria-hidden="true">{list.join(" ")}</span>
      {waits ? <IconClock size={14} stroke={2} aria-hidden="true" /> : null}
    </span>
  );
}

/** Ours did not get there, or is there still: said, and tried again by hand. */
export function ReactionTrouble({ message, mayReact }: { message: Message; mayReact: boolean }) {
  const { t } = useTranslation();
  const again = useReact(message);
  const ours = ourReaction(message);
  if (ours?.state !== "failed") return null;
  return (
    <>
      <div className={styles.trouble}>
        <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
        <span>{ours.emoji ? t("reaction.not_sent", { emoji: ours.emoji }) : t("reaction.not_removed")}</span>
      </div>
      {mayReact ? (
        <div className={styles.mend}>
          <Button size="xs" busy={again.isPending} onClick={() => again.mutate(ours.emoji || null)}>
            {t("failure.retry")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** A button in every row, and a menu only where somebody asks for it: of a thousand rows none may need one. */
export function ReactButton({ message }: { message: Message }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  if (wanted) return <ReactMenu message={message} />;
  return (
    <IconButton
      className={styles.answer}
      label={t("reaction.react")}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setWanted(true)}
    >
      <IconMoodSmile size={16} stroke={1.75} aria-hidden="true" />
    </IconButton>
  );
}

/** The one that is there is taken back by choosing it again. */
function ReactMenu({ message }: { message: Message }) {
  const { t } = useTranslation();
  const change = useReact(message);
  const [opened, setOpened] = useState(false);
  // Opened after it is there, so that it knows where the focus goes back to.
  useEffect(() => setOpened(true), []);
  const ours = ourReaction(message);
  const there = ours?.state === "failed" ? null : (ours?.emoji ?? null);
  return (
    <Menu
      position="top"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      opened={opened}
      onChange={setOpened}
    >
      <Menu.Target>
        <IconButton ref={focused} className={styles.answer} label={t("reaction.react")}>
          <IconMoodSmile size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown className={styles.choice}>
        {offered.map((emoji) => (
          <Menu.Item
            key={emoji}
            className={emoji === there ? styles.chosen : undefined}
            aria-label={t(emoji === there ? "reaction.take_back" : "reaction.with", { emoji })}
            onClick={() => change.mutate(emoji === there ? null : emoji)}
          >
            {emoji}
          </Menu.Item>
        ))}
        {there && !offered.some((one) => one === there) ? (
          <Menu.Item
            className={styles.chosen}
            aria-label={t("reaction.take_back", { emoji: there })}
            onClick={() => change.mutate(null)}
          >
            {there}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The button takes the place, and the focus, of the one that was pressed. */
function focused(button: HTMLButtonElement | null): void {
  button?.focus();
}
