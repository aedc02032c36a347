/** The manual, read inside the product: contents beside it, and the browser's own search over all of it. */
import Markdown from "markdown-to-jsx/react";
import { type ComponentProps, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { localeOfWords, spokenLanguage } from "@/i18n/languages";
import page from "@/ui/Page.module.css";
import { useMedia } from "@/ui/useMedia";
import { headingId, headingsOf, manual, pictureAddress } from "../manual";
import styles from "./HelpPage.module.css";

const headings = headingsOf(manual);

export function HelpPage() {
  const { t } = useTranslation();
  const phone = useMedia("phone");
  const locale = localeOfWords();
  useEffect(() => {
    const wanted = decodeURIComponent(window.location.hash.slice(1));
    if (wanted) document.getElementById(wanted)?.scrollIntoView();
  }, []);
  return (
    <main className={page.page}>
      <title>{t("help.page_title")}</title>
      <div className={page.head}>
        <h1>{t("help.title")}</h1>
        {spokenLanguage() === "es" ? null : <p className="t-meta">{t("help.in_spanish")}</p>}
        <Link href="/help/api" className={styles.guide}>
          {t("api.read")}
        </Link>
      </div>
      <div className={`${page.body} ${styles.body}`}>
        <nav className={styles.contents} aria-label={t("help.contents")} lang="es">
          {phone ? (
            <details>
              <summary lang={locale}>{t("help.contents")}</summary>
              <Contents />
            </details>
          ) : (
            <Contents />
          )}
        </nav>
        <article className={styles.manual} lang="es">
          <Markdown options={options}>{manual}</Markdown>
        </article>
      </div>
    </main>
  );
}

function Contents() {
  return (
    <ul>
      {headings.map(({ level, title, id }) => (
        <li key={id} className={level === 3 ? styles.inner : undefined}>
          <a href={`#${id}`}>{title}</a>
        </li>
      ))}
    </ul>
  );
}

/** Markup in the text stays text; addresses are the library's to judge. */
const options = {
  disableParsingRawHTML: true,
  slugify: headingId,
  wrapper: null,
  overrides: { img: Picture, table: Table },
};

function Picture({ src, alt }: ComponentProps<"img">) {
  const address = src ? pictureAddress(src) : undefined;
  return address ? <img className={styles.picture} src={address} alt={alt ?? ""} loading="lazy" /> : null;
}

/** Wider than a phone, a table scrolls by itself, also with the arrow keys. */
function Table({ children }: ComponentProps<"table">) {
  return (
    <div className={styles.table}>
      <table>{children}</table>
    </div>
  );
}
