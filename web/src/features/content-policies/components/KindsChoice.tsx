/** Every kind of content, each allowed or not, with what the channel itself takes of it. */
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { ContentKind } from "@/api/types";
import { contentKinds } from "@/i18n/content-words";
import { fileSize } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { turned } from "../api/policies";
import styles from "./ContentPolicies.module.css";

interface KindsChoiceProps {
  allowed: ContentKind[];
  onChange: (allowed: ContentKind[]) => void;
}

/** The channel's kind of file, of which each of ours is a part. */
const channelKinds: Partial<Record<ContentKind, string>> = {
  image: "image",
  sticker: "sticker",
  audio: "audio",
  video: "video",
  pdf: "document",
  word: "document",
  excel: "document",
  other: "document",
};

export function KindsChoice({ allowed, onChange }: KindsChoiceProps) {
  const { t } = useTranslation();
  const { sendable } = useSignedIn();
  function limitOf(kind: ContentKind): string | null {
    const taken = sendable.find((one) => one.kind === channelKinds[kind]);
    return taken ? t("content.up_to", { size: fileSize(taken.max_bytes) }) : null;
  }
  return (
    <fieldset className={styles.kinds}>
      <legend>{t("content.allowed")}</legend>
      <div className={styles.rows}>
        {contentKinds.map((kind) => (
          <label key={kind} className={styles.row}>
            <input
              type="checkbox"
              checked={allowed.includes(kind)}
              onChange={(event) => onChange(turned(allowed, kind, event.target.checked))}
            />
            <span className={styles.kind}>{t(`content.kind_${kind}`)}</span>
            <small>
              {[kind === "pdf" ? "" : t(`content.hint_${kind}`), limitOf(kind)].filter(Boolean).join(" ")}
            </small>
          </label>
        ))}
      </div>
      <div className={styles.all}>
        <Button size="s" look="quiet" onClick={() => onChange([...contentKinds])}>
          {t("content.allow_all")}
        </Button>
        <Button size="s" look="quiet" onClick={() => onChange(["text"])}>
          {t("content.allow_text")}
        </Button>
      </div>
    </fieldset>
  );
}
