/** Brings in people by a table: chosen, looked at row by row, applied with its progress, taken up again where it failed. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { UserImport } from "@/api/types";
import { PageHead } from "@/settings/PageHead";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle, IconCheck } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { Application, type Applied, encoded, preview, template, unreadable } from "../api/imports";
import { Counts, Rows } from "./ImportRows";
import styles from "./Users.module.css";

interface Chosen {
  content: string;
  shown: UserImport;
}

export function ImportPage() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [application, setApplication] = useState<Application | null>(null);
  const [applied, setApplied] = useState<Applied | null>(null);
  const [invite, setInvite] = useState(true);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const address = useTemplate();

  async function attempt(step: () => Promise<void>) {
    setBusy(true);
    setRefused(null);
    try {
      await step();
    } catch (error) {
      setRefused(unreadable(error, t));
    } finally {
      setBusy(false);
    }
  }

  const choose = (file: File) =>
    attempt(async () => {
      setChosen(null);
      setApplication(null);
      setApplied(null);
      const content = await encoded(file);
      setChosen({ content, shown: await preview(content, 0) });
    });

  const more = (from: Chosen) =>
    attempt(async () => {
      const next = await preview(from.content, from.shown.next_offset ?? 0);
      setChosen({ ...from, shown: { ...next, items: [...from.shown.items, ...next.items] } });
    });

  const apply = ({ content }: Chosen) =>
    attempt(async () => {
      const running = application ?? new Application(content, invite);
      setApplication(running);
      try {
        await running.run(setApplied);
      } finally {
        void cache.invalidateQueries({ queryKey: keys.users });
      }
    });

  const isDone = applied?.part === 1;
  const counts = chosen?.shown.counts;
  return (
    <main className={page.page}>
      <title>{t("users.import_page_title")}</title>
      <PageHead back="/settings/users" backName={t("users.back")} title={t("users.import_title")} />
      <div className={page.body}>
        <div className={styles.steps}>
          <p className={styles.note}>{t("users.import_help")}</p>
          <a href={address} download="personas.csv">
            {t("users.template")}
          </a>
          <label className={styles.field}>
            <span>{t("users.file")}</span>
            <input
              type="file"
              accept=".csv,.txt,text/csv"
              disabled={busy}
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file) void choose(file);
              }}
            />
          </label>
          {refused ? (
            <Banner
              tone="bad"
              role="alert"
              icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
            >
              {refused}
            </Banner>
          ) : null}
          {isDone && applied ? (
            <Banner tone="info" role="status" icon={<IconCheck size={18} stroke={1.75} aria-hidden="true" />}>
              {t("users.applied")}
            </Banner>
          ) : null}
          {applied ? (
            <>
              <progress value={applied.part} max={1} aria-label={t("users.progress")} />
              <Counts counts={applied.counts} />
              <Rows rows={applied.refused} />
            </>
          ) : chosen && counts ? (
            <>
              <Counts counts={counts} />
              {chosen.shown.ignored_columns.length > 0 ? (
                <p className={styles.note}>
                  {t("users.ignored", { columns: chosen.shown.ignored_columns.join(", ") })}
                </p>
              ) : null}
              <Rows rows={chosen.shown.items} />
              {chosen.shown.next_offset === null ? null : (
                <Button busy={busy} onClick={() => void more(chosen)}>
                  {t("users.more_rows")}
                </Button>
              )}
              <label className={styles.choice}>
                <input
                  type="checkbox"
                  checked={invite}
                  onChange={(event) => setInvite(event.target.checked)}
                />
                {t("users.invite_all")}
              </label>
            </>
          ) : null}
          {chosen && counts && !isDone && counts.create + counts.change > 0 ? (
            <Button look="primary" busy={busy} onClick={() => void apply(chosen)}>
              {applied ? t("users.apply_again") : t("users.apply", { count: counts.create + counts.change })}
            </Button>
          ) : null}
        </div>
      </div>
    </main>
  );
}

/** The template's address, for as long as the page is shown. */
function useTemplate(): string | undefined {
  const { t } = useTranslation();
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(template(t));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [t]);
  return address;
}
