/** What the customer and the business have sent each other: pictures, recordings, documents and links of the thread. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Message } from "@/api/types";
import { dayMonthYear } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone } from "@/ui/Feedback";
import { type GalleryKind, useFindings } from "../api/findings";
import type { ThreadStart } from "../api/threadPages";
import { Through } from "../api/through";
import styles from "./Gallery.module.css";
import { MediaBody } from "./MediaBody";
import { TextBody } from "./TextBody";

const kinds: readonly GalleryKind[] = ["picture", "audio", "document", "link"];
const firstPage = 12;

interface GalleryProps {
  conversation: Conversation;
  onShow: (start: ThreadStart) => void;
  onClose: () => void;
}

export function Gallery({ conversation, onShow, onClose }: GalleryProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<GalleryKind>("picture");
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={t("thread.gallery")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={styles.tabs} role="tablist" aria-label={t("thread.gallery")}>
        {kinds.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`gallery-${one}`}
            aria-controls="gallery"
            aria-selected={one === kind}
            tabIndex={one === kind ? 0 : -1}
            className={styles.tab}
            onClick={() => setKind(one)}
            onKeyDown={(event) => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (!step) return;
              const next = kinds[(kinds.indexOf(kind) + step + kinds.length) % kinds.length] ?? kind;
              setKind(next);
              document.getElementById(`gallery-${next}`)?.focus();
            }}
          >
            {t(`thread.gallery_kinds.${one}`)}
          </button>
        ))}
      </div>
      <div className={styles.panel} role="tabpanel" id="gallery" aria-labelledby={`gallery-${kind}`}>
        <Through value={conversation.id}>
          <Part key={kind} id={conversation.id} kind={kind} onShow={onShow} />
        </Through>
      </div>
    </Modal>
  );
}

interface PartProps {
  id: string;
  kind: GalleryKind;
  onShow: (start: ThreadStart) => void;
}

function Part({ id, kind, onShow }: PartProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(firstPage);
  const found = useFindings(id, "gallery", { kind }, wanted);
  const { items, complete, busy, failed, searchedBackTo } = found;
  const shown = items.slice(0, wanted);
  const goOn = () => {
    setWanted(wanted + firstPage);
    if (failed) found.more();
  };
  return (
    <>
      {shown.length > 0 ? (
        <ul className={kind === "picture" ? styles.grid : styles.list}>
          {shown.map((message) => (
            <Item key={message.id} message={message} kind={kind} onShow={onShow} />
          ))}
        </ul>
      ) : null}
      <div className={styles.foot} role="status">
        {failed ? <span>{t("thread.search_failed")}</span> : null}
        {busy && shown.length === 0 ? (
          <AfterDelay>
            <Bone width="100%" height={120} />
          </AfterDelay>
        ) : null}
        {complete && items.length === 0 ? <span>{t(`thread.gallery_empty.${kind}`)}</span> : null}
        {complete && shown.length === items.length && items.length > 0 ? (
          <span>{t("thread.gallery_complete")}</span>
        ) : null}
        {!complete && searchedBackTo ? (
          <span>{t("thread.searched_back_to", { day: dayMonthYear(searchedBackTo) })}</span>
        ) : null}
        {failed || shown.length < items.length || (!complete && !busy) ? (
          <Button size="s" busy={busy} onClick={goOn}>
            {t("thread.gallery_more")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function Item({
  message,
  kind,
  onShow,
}: {
  message: Message;
  kind: GalleryKind;
  onShow: PartProps["onShow"];
}) {
  const { t } = useTranslation();
  const { media, text } = message;
  const day = dayMonthYear(message.occurred_at);
  return (
    <li className={styles.item}>
      {kind === "link" || !media ? (
        <TextBody text={text ?? ""} />
      ) : (
        <MediaBody message={message} media={media} />
      )}
      <button
        type="button"
        className={styles.where}
        aria-label={t("thread.show_in_thread", { day })}
        onClick={() => onShow({ kind: "message", id: message.id, episode: message.conversation_id })}
      >
        {day}
      </button>
    </li>
  );
}
