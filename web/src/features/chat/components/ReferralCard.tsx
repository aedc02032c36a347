/** The advertisement that led the customer to write. Its pictures are another site's and are not loaded. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { IconSpeakerphone } from "@/ui/icons";
import styles from "./Content.module.css";

export function ReferralCard({ referral }: { referral: NonNullable<Message["referral"]> }) {
  const { t } = useTranslation();
  const { headline, body, source_url: url, source_type: source } = referral;
  return (
    <div className={styles.referral}>
      <span className={styles.lead}>
        <IconSpeakerphone size={14} stroke={2} aria-hidden="true" />
        {t(source === "post" ? "referral.post" : "referral.ad")}
      </span>
      {headline ? <b>{headline}</b> : null}
      {body ? <small>{body}</small> : null}
      {url && /^https?:\/\//i.test(url) ? (
        <a href={url} target="_blank" rel="noopener noreferrer nofollow">
          {t(source === "post" ? "referral.open_post" : "referral.open_ad")}
        </a>
      ) : null}
    </div>
  );
}
