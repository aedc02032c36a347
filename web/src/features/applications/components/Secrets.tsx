/** An application's secrets: which serve, until when, and the way to a new one, which is shown once. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { post } from "@/api/http";
import type { Application, NewSecret } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { useNow } from "@/ui/useNow";
import { overlapHours } from "../api/applications";
import styles from "./Applications.module.css";
import { CopyField } from "./CopyField";
import { NewSecretDialog } from "./NewSecretDialog";

type Secret = Application["secrets"][number];

export function Secrets({ application }: { application: Application }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const [ending, setEnding] = useState<Secret | null>(null);
  const { busy, made, make, end, forget } = useSecrets(application);
  const live = application.secrets.filter((one) => one.is_live);
  return (
    <section className={styles.secrets} aria-labelledby="secrets">
      <h2 id="secrets">{t("applications.secrets")}</h2>
      <CopyField label={t("applications.client_id")} value={application.id} />
      {application.secrets.length === 0 ? <p>{t("applications.no_secret")}</p> : null}
      <ul>
        {application.secrets.map((one) => (
          <li key={one.id} className={one.is_live ? undefined : styles.over}>
            <code>{`hilo_${one.id}_…`}</code>
            <small>
              {standing(one)}
              {" · "}
              {one.last_used_at
                ? t("applications.used", { when: momentOf(one.last_used_at, now) })
                : t("applications.never_used")}
            </small>
            {one.is_live ? (
              <Button size="s" look="quiet" onClick={() => setEnding(one)}>
                {t("applications.end")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {application.is_retired ? null : (
        <div>
          <Button busy={busy} disabled={live.length > 1} onClick={() => void make()}>
            {t(live.length > 0 ? "applications.rotate" : "applications.make")}
          </Button>
          {live.length > 0 ? (
            <p className={styles.help}>
              {t(live.length > 1 ? "applications.two_live" : "applications.rotate_help")}
            </p>
          ) : null}
        </div>
      )}
      <NewSecretDialog made={made} onClose={forget} />
      <ConfirmDialog
        opened={ending !== null}
        title={t("applications.end_title")}
        consequence={t("applications.end_consequence")}
        confirm={t("applications.end")}
        onConfirm={() => {
          if (ending) void end(ending);
          return true;
        }}
        onClose={() => setEnding(null)}
      />
    </section>
  );

  function standing({ is_live: isLive, ends_at: endsAt, created_at: createdAt }: Secret): string {
    if (!endsAt) return t("applications.since", { when: momentOf(createdAt, now) });
    return t(isLive ? "applications.until" : "applications.ended", { when: momentOf(endsAt, now) });
  }
}

function useSecrets({ id, version }: Application) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<NewSecret | null>(null);

  async function trying(change: () => Promise<void>) {
    setBusy(true);
    try {
      await change();
    } catch (error) {
      toast.show(refusal(error));
    } finally {
      await cache.invalidateQueries({ queryKey: ["applications"] });
      setBusy(false);
    }
  }

  function refusal(error: unknown): string {
    if (!(error instanceof ApiError)) return t("settings.failed");
    if (error.code === "beyond_own_rights") return t("applications.beyond");
    return t(error.code === "version_conflict" ? "settings.changed_meanwhile" : "settings.failed");
  }

  const place = `/applications/${id}/secrets`;
  return {
    busy,
    made,
    forget: () => setMade(null),
    make: () =>
      trying(async () => setMade(await post<NewSecret>(place, { overlap_hours: overlapHours }, { version }))),
    end: (secret: Secret) =>
      trying(async () => {
        await post(`${place}/${secret.id}/end`, undefined, { version });
        toast.show(t("applications.ended_now"));
      }),
  };
}
