/** The API guide: how to come in and what to know first, then every operation with its examples, every refusal, and what changed. */
import Markdown from "markdown-to-jsx/react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import changelogText from "@docs/api/changelog.md?raw";
import guideText from "@docs/integration.md?raw";
import help from "./HelpPage.module.css";
import { headingId, headingsOf } from "../manual";
import { localeOfWords, spokenLanguage } from "@/i18n/languages";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { type Description, resourcesOf, useDescription } from "../api/description";
import styles from "./ApiGuide.module.css";
import { Operation } from "./Operation";

const guide = guideText.replace(/^# .*\n+/, "");
const changelog = changelogText.replace(/^# .*\n+/, "").replace(/^## /gm, "### ");
const headings = headingsOf(guide);

export function ApiGuidePage() {
  const { t } = useTranslation();
  const description = useDescription();
  return (
    <main className={page.page}>
      <title>{t("api.page_title")}</title>
      <div className={page.head}>
        <h1>{t("api.title")}</h1>
        {spokenLanguage() === "es" ? null : (
          <p className={`t-meta ${styles.aside}`}>{t("help.in_spanish")}</p>
        )}
      </div>
      <div className={`${page.body} ${help.body}`}>
        <nav className={help.contents} aria-label={t("help.contents")}>
          <ul>
            {headings
              .filter(({ level }) => level === 2)
              .map(({ title, id }) => (
                <li key={id} lang="es">
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
            <li>
              <a href="#operaciones">{t("api.operations")}</a>
            </li>
            <li>
              <a href="#codigos">{t("api.codes")}</a>
            </li>
            <li>
              <a href="#cambios">{t("api.changes")}</a>
            </li>
          </ul>
        </nav>
        <article className={`${help.manual} ${styles.guide}`} lang="es">
          <Markdown options={options}>{guide}</Markdown>
          <Described query={description} />
          <h2 id="cambios" lang={localeOfWords()}>
            {t("api.changes")}
          </h2>
          <Markdown options={options}>{changelog}</Markdown>
        </article>
      </div>
    </main>
  );
}

/** Markup in the text stays text. */
const options = {
  disableParsingRawHTML: true,
  slugify: headingId,
  wrapper: null,
  overrides: { pre: Sample },
};

/** Wider than the page, a sample scrolls by itself, also with the arrow keys. */
function Sample({ children }: ComponentProps<"pre">) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
    <pre className={styles.sample} tabIndex={0}>
      {children}
    </pre>
  );
}

function Described({ query }: { query: ReturnType<typeof useDescription> }) {
  const { t } = useTranslation();
  if (query.data) return <Reference description={query.data} />;
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={240} />
      </AfterDelay>
    );
  }
  return <Failure title={t("api.failed")} error={query.error} onRetry={() => void query.refetch()} />;
}

function Reference({ description }: { description: Description }) {
  const { t } = useTranslation();
  return (
    <section lang="en">
      <h2 id="operaciones" lang={localeOfWords()}>
        {t("api.operations")}
      </h2>
      {resourcesOf(description).map(([resource, operations]) => (
        <section key={resource} aria-label={resource}>
          <h3 className={styles.resource}>{resource}</h3>
          {operations.map((one) => (
            <Operation key={one.operationId} operation={one} schemas={description.components.schemas} />
          ))}
        </section>
      ))}
      <h2 id="codigos" lang={localeOfWords()}>
        {t("api.codes")}
      </h2>
      <dl className={styles.codes}>
        {description["x-problems"].map(({ code, status, meaning, mend }) => (
          <div key={code}>
            <dt>
              <code>{code}</code> <span>{status}</span>
            </dt>
            <dd>
              {meaning} <em>{mend}</em>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
