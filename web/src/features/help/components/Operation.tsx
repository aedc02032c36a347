/** One operation, folded until somebody wants it: who may, what it takes, what it answers, and how it is asked. */
import Markdown from "markdown-to-jsx/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { localeOfWords } from "@/i18n/languages";
import {
  anchorOf,
  answerOf,
  bodyOf,
  curlOf,
  fieldsOf,
  type Listed,
  refusalsOf,
  type Schema,
} from "../api/description";
import styles from "./ApiGuide.module.css";

interface OperationProps {
  operation: Listed;
  schemas: Record<string, Schema>;
}

export function Operation({ operation, schemas }: OperationProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <details
      id={anchorOf(operation)}
      className={styles.operation}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>
        <code>
          <b>{operation.method}</b> {operation.path}
        </code>
        <span>{operation.summary}</span>
        {operation.deprecated ? <strong lang={localeOfWords()}>{t("api.deprecated")}</strong> : null}
      </summary>
      {opened ? <Facts operation={operation} schemas={schemas} /> : null}
    </details>
  );
}

/** Markup in the text stays text. */
const plain = { disableParsingRawHTML: true, wrapper: null, forceBlock: true };

function Facts({ operation, schemas }: OperationProps) {
  const { t } = useTranslation();
  const body = bodyOf(operation);
  const answer = answerOf(operation);
  const { description, parameters = [] } = operation;
  const permission = operation["x-permission"];
  const locale = localeOfWords();
  return (
    <div className={styles.facts}>
      {operation.deprecated ? (
        <p lang={locale}>
          {t("api.until", { day: operation["x-sunset"] })} <code>{operation["x-instead"]}</code>
        </p>
      ) : null}
      {description ? (
        <div>
          <Markdown options={plain}>{description}</Markdown>
        </div>
      ) : null}
      <p lang={locale}>
        {permission ? t("api.needs") : t("api.open_to_all")}{" "}
        {permission && permission !== "authenticated" ? <code>{permission}</code> : null}{" "}
        {permission
          ? t(operation["x-callers"] === "everybody" ? "api.for_everybody" : "api.for_people")
          : null}
      </p>
      {parameters.length > 0 ? (
        <Fields title={t("api.parameters")} rows={parameters.map(parameterRow)} />
      ) : null}
      {body ? <Fields title={t("api.fields")} rows={fieldsOf(body.content.schema, schemas)} /> : null}
      <Block title={t("api.example")} text={curlOf(operation, window.location.origin)} />
      <Block title={t("api.answer", { status: answer.status })} text={written(answer.example)} />
      <Fields
        title={t("api.refusals")}
        rows={refusalsOf(operation).map(([one, words]) => [one, words, false])}
      />
    </div>
  );
}

function parameterRow({ name, in: place, required }: NonNullable<Listed["parameters"]>[number]): Row {
  return [name, place, Boolean(required)];
}

type Row = [string, string, boolean];

function Fields({ title, rows }: { title: string; rows: Row[] }) {
  const { t } = useTranslation();
  return (
    <>
      <h4 lang={localeOfWords()}>{title}</h4>
      <ul className={styles.fields}>
        {rows.map(([name, kind, isNeeded]) => (
          <li key={name}>
            <code>{name}</code> <span>{kind}</span>
            {isNeeded ? <em lang={localeOfWords()}>{t("api.needed")}</em> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Block({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation();
  return (
    <>
      <h4 lang={localeOfWords()}>{title}</h4>
      {text ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
        <pre className={styles.sample} tabIndex={0}>
          {text}
        </pre>
      ) : (
        <p lang={localeOfWords()}>{t("api.empty")}</p>
      )}
    </>
  );
}

function written(example: unknown): string {
  return example === undefined ? "" : JSON.stringify(example, null, 2);
}
