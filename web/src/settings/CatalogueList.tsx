/** The list page of every kind: search, what is in use, what is retired, and the way to each. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError, OfflineError } from "@/api/errors";
import { plain } from "@/i18n/format";
import { compareWords } from "@/i18n/languages";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import { IconPlus } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { LinkButton } from "@/ui/LinkButton";
import styles from "./Settings.module.css";
import { heldNotice } from "./held";
import { type Configured, type Kind, useCatalogue, useKeeping } from "./useCatalogue";

export interface CatalogueWords {
  title: string;
  pageTitle: string;
  failed: string;
  forbidden: string;
  empty: string;
  emptyHelp: string;
  add: string;
  search: string;
  noMatch: (text: string) => string;
  /** Over those taken out of use, where the usual word does not agree with what they are. */
  retiredTitle?: string;
  retired: (name: string) => string;
  restored: (name: string) => string;
}

interface CatalogueListProps<T extends Configured> {
  kind: Kind;
  words: CatalogueWords;
  mayKeep: boolean;
  columns: { head: string; className?: string; cell: (one: T) => ReactNode }[];
  /** Beside the name. */
  lead?: (one: T) => ReactNode;
  below?: (one: T) => ReactNode;
  /** Before the order of names. */
  order?: (one: T, other: T) => number;
  /** What a refusal of retiring says; null: as usual. */
  refusal?: (error: unknown, one: T) => string | null;
  /** Below the list. */
  foot?: ReactNode;
}

export function CatalogueList<T extends Configured>(props: CatalogueListProps<T>) {
  const { kind, words, mayKeep } = props;
  const [text, setText] = useState("");
  const catalogue = useCatalogue<T>(kind);
  const some = (catalogue.data?.length ?? 0) > 0;
  return (
    <main className={page.page}>
      <title>{words.pageTitle}</title>
      <div className={`${page.head} ${styles.head}`}>
        <h1>{words.title}</h1>
        <span className={styles.space} />
        {some ? (
          <input
            type="search"
            className={styles.search}
            aria-label={words.search}
            placeholder={words.search}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        ) : null}
        {mayKeep ? (
          <LinkButton look="primary" href={`/settings/${kind}/new`}>
            <IconPlus size={16} stroke={2} aria-hidden="true" />
            {words.add}
          </LinkButton>
        ) : null}
      </div>
      <div className={page.body}>
        <Things {...props} text={text} query={catalogue} />
        {props.foot ? <p className={styles.section}>{props.foot}</p> : null}
      </div>
    </main>
  );
}

interface ThingsProps<T extends Configured> extends CatalogueListProps<T> {
  text: string;
  query: ReturnType<typeof useCatalogue<T>>;
}

function Things<T extends Configured>({ query, text, ...props }: ThingsProps<T>) {
  const { t } = useTranslation();
  const { words, order = unordered } = props;
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={160} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    if (query.error instanceof ApiError && query.error.status === 403)
      return <Empty level={2} title={words.forbidden} />;
    return <Failure title={words.failed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0)
    return (
      <Empty level={2} title={words.empty}>
        {words.emptyHelp}
      </Empty>
    );
  const found = query.data
    .filter((one) => plain(one.name).includes(plain(text)))
    .sort((one, other) => order(one, other) || compareWords(one.name, other.name));
  const inUse = found.filter((one) => !one.is_retired);
  const retired = found.filter((one) => one.is_retired);
  if (found.length === 0) return <Empty level={2} title={words.noMatch(text.trim())} />;
  return (
    <>
      {inUse.length > 0 ? (
        <Table {...props} things={inUse} />
      ) : (
        <Empty level={2} title={words.empty}>
          {words.emptyHelp}
        </Empty>
      )}
      {retired.length > 0 ? (
        <section className={styles.section} aria-labelledby="retired">
          <h2 id="retired">{words.retiredTitle ?? t("settings.retired")}</h2>
          <p className={page.intro}>{t("settings.retired_help")}</p>
          <Table {...props} things={retired} />
        </section>
      ) : null}
    </>
  );
}

function unordered(): number {
  return 0;
}

function Table<T extends Configured>(props: CatalogueListProps<T> & { things: readonly T[] }) {
  const { kind, words, columns, things, mayKeep, lead, below } = props;
  const { t } = useTranslation();
  const { busy, retire } = useRetiring(props);
  return (
    <table className={`${page.table} ${styles.things}`}>
      <thead>
        <tr>
          <th>{t("settings.name")}</th>
          {columns.map(({ head, className }) => (
            <th key={head} className={className}>
              {head}
            </th>
          ))}
          {mayKeep ? (
            <th>
              <span className="sr">{t("settings.actions")}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {things.map((one) => (
          <tr key={one.id} className={one.is_retired ? styles.retired : undefined}>
            <td className={`${page.first} ${styles.name}`}>
              <Link href={`/settings/${kind}/${one.id}`}>
                {lead?.(one)}
                {one.name}
              </Link>
              {below ? <small>{below(one)}</small> : null}
            </td>
            {columns.map(({ head, className, cell }) => (
              <td key={head} className={className}>
                {cell(one)}
              </td>
            ))}
            {mayKeep ? (
              <td>
                <div className={page.actions}>
                  <Button
                    size="s"
                    look="quiet"
                    busy={busy === one.id}
                    aria-label={t(one.is_retired ? "settings.restore_of" : "settings.retire_of", {
                      name: one.name,
                    })}
                    onClick={() => void retire(one, !one.is_retired)}
                  >
                    {t(one.is_retired ? "settings.restore" : "settings.retire")}
                  </Button>
                </div>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );

  function useRetiring({ refusal }: Pick<CatalogueListProps<T>, "refusal">) {
    const keeping = useKeeping<T>(kind);
    const [pending, setPending] = useState<string | null>(null);
    async function turn(one: T, isRetired: boolean, undoes = false): Promise<void> {
      setPending(one.id);
      try {
        const now = await keeping.edit(one.id, { is_retired: isRetired }, one.version);
        const said = isRetired ? words.retired(one.name) : words.restored(one.name);
        toast.show(said, undoes ? null : () => void turn(now, !isRetired, true));
      } catch (error) {
        if (heldNotice(error, t)) return;
        toast.show(refusal?.(error, one) ?? refusalOf(error));
      } finally {
        setPending(null);
      }
    }
    return { busy: pending, retire: turn };
  }

  function refusalOf(error: unknown): string {
    if (error instanceof OfflineError) return t("settings.offline");
    const changed = error instanceof ApiError && error.code === "version_conflict";
    return t(changed ? "settings.changed_meanwhile" : "settings.failed");
  }
}
