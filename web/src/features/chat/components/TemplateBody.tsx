/** A template as the customer saw it: header, text, footer and buttons, under the word that tells what it is. */
import { useTranslation } from "react-i18next";
import type { Message, SentTemplate } from "@/api/types";
import { IconTemplate } from "@/ui/icons";
import bubble from "./Bubble.module.css";
import styles from "./Content.module.css";
import { MediaBody } from "./MediaBody";
import { TextBody } from "./TextBody";

export function TemplateBody({ message, template }: { message: Message; template: SentTemplate }) {
  const { t } = useTranslation();
  const { media, text } = message;
  return (
    <div className={styles.content}>
      <span className={styles.lead}>
        <IconTemplate size={14} stroke={2} aria-hidden="true" />
        {t("templates.sent_as")}
      </span>
      {media ? <MediaBody message={{ ...message, kind: shownAs(media.content_type) }} media={media} /> : null}
      {template.header ? <b className={bubble.text}>{template.header}</b> : null}
      {text ? <TextBody text={text} /> : null}
      {template.footer ? <small>{template.footer}</small> : null}
      {template.buttons.length > 0 ? (
        <ul className={styles.offered} aria-label={t("templates.buttons")}>
          {template.buttons.map((one, index) => (
            <li key={`${index} ${one.text}`}>{one.text}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** A header's file is shown as the kind it is. */
function shownAs(contentType: string): Message["kind"] {
  const [main] = contentType.split("/");
  return main === "image" || main === "video" ? main : "document";
}
