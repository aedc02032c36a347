/** The manuals, read inside the product: contents beside each, and the browser's own search over all of it. */
import Markdown from "markdown-to-jsx/react";
import { type ComponentProps, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { localeOfWords, spokenLanguage } from "@/i18n/languages";
import page from "@/ui/Page.module.css";
import { useMedia } from "@/ui/useMedia";
import {
  headingId,
  headingsOf,
  linkAddress,
  manualAddress,
  type ManualName,
  manualNames,
  manualText,
  pictureAddress,
} from "../manual";
import styles from "./HelpPage.module.css";

export function HelpPage({ name }: { name: ManualName }) {
  const { t } = useTranslation();
  const phone = useMedia("phone");
  const locale = localeOfWords();
  const text = manualText(name);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const wanted = decodeURIComponent(window.location.hash.slice(1));
    if (wanted) document.getElementById(wanted)?.scrollIntoView();
    else frame.current?.scrollTo(0, 0);
  }, [name]);
  return (
    <main className={page.page}>
      <title>{t("help.page_title")}</title>
      <div className={page.head}>
        <h1>{t(`help.${name}`)}</h1>
        {spokenLanguage() === "es" ? null : <p className="t-meta">{t("help.in_spanish")}</p>}
        <Link href="/help/api" className={styles.guide}>
          {t("api.read")}
        </Link>
      </div>
      <nav className={page.tabs} aria-label={t("help.manuals")}>
        {manualNames.map((one) => (
          <Link key={one} href={manualAddress(one)} aria-current={one === name ? "page" : undefined}>
            {t(`help.for_${one}`)}
          </Link>
        ))}
      </nav>
      <div ref={frame} className={`${page.body} ${styles.body}`}>
        <nav className={styles.contents} aria-label={t("help.contents")} lang="es">
          {phone ? (
            <details>
              <summary lang={locale}>{t("help.contents")}</summary>
              <Contents text={text} />
            </details>
          ) : (
            <Contents text={text} />
          )}
        </nav>
        <article className={styles.manual} lang="es">
          <Markdown options={options}>{text}</Markdown>
        </article>
      </div>
    </main>
  );
}

function Contents({ text }: { text: string }) {
  return (
    <ul>
      {headingsOf(text).map(({ level, title, id }) => (
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
  overrides: { a: Reference, img: Picture, table: Table },
};

function Reference({ href, children }: ComponentProps<"a">) {
  const address = href ? linkAddress(href) : undefined;
  if (!address) return <>{children}</>;
  return address.startsWith("/") ? <Link href={address}>{children}</Link> : <a href={address}>{children}</a>;
}

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
