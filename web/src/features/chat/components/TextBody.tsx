/**
 * Text of a message. Addresses become links that tell the other site nothing, with the sites that they lead to named
 * below: nothing of them is fetched for a preview. The rest stays text.
 */
import { useTranslation } from "react-i18next";
import { IconLink } from "@/ui/icons";
import { sitesIn, splitAtLinks } from "../api/links";
import styles from "./Bubble.module.css";
import { Marked } from "./Marked";

export function TextBody({ text }: { text: string }) {
  const parts = splitAtLinks(text).map((part, index) => ({ part, at: index, isLink: index % 2 === 1 }));
  return (
    <>
      <span className={styles.text}>
        {parts.map(({ part, at, isLink }) =>
          isLink ? (
            <a key={at} href={part} target="_blank" rel="noopener noreferrer nofollow">
              <Marked text={part} />
            </a>
          ) : (
            <Marked key={at} text={part} />
          ),
        )}
      </span>
      <Sites sites={sitesIn(text)} />
    </>
  );
}

function Sites({ sites }: { sites: readonly string[] }) {
  const { t } = useTranslation();
  if (sites.length === 0) return null;
  return (
    <span className={styles.sites}>
      <IconLink size={14} stroke={2} aria-hidden="true" />
      <span>{t("message.leads_to", { sites: sites.join(", ") })}</span>
    </span>
  );
}
