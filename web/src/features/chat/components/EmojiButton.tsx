/** Opens the emoji, which are loaded when they are first wanted. */
import { Popover } from "@mantine/core";
import { type KeyboardEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/Button";
import { IconMoodSmile } from "@/ui/icons";
import styles from "./EmojiPicker.module.css";

const EmojiPicker = lazy(() => import("./EmojiPicker"));

interface EmojiButtonProps {
  onChosen: (character: string) => void;
  /** The person goes on writing. */
  onLeft: () => void;
}

export function EmojiButton({ onChosen, onLeft }: EmojiButtonProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);

  function leave() {
    setOpened(false);
    onLeft();
  }

  function leaveOnEscape(event: KeyboardEvent) {
    if (opened && event.key === "Escape") leave();
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="top-start"
      trapFocus
      closeOnEscape={false}
      transitionProps={{ duration: 0 }} // a trap that outlives the choice would take the focus back
      withinPortal={false}
    >
      <Popover.Target>
        <IconButton
          label={t("emoji.open")}
          on={opened}
          onClick={() => setOpened(!opened)}
          onKeyDown={leaveOnEscape} // the focus may be here yet, while the emoji are loaded
        >
          <IconMoodSmile size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.popover} aria-label={t("emoji.open")} onKeyDown={leaveOnEscape}>
        <Suspense>
          <EmojiPicker
            onChosen={(character) => {
              onChosen(character);
              leave();
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
