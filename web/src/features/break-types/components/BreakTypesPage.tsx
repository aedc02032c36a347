/** The administrator's page of breaks: how long each may last in a day, and for whom. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn, useUsers } from "@/api/directory";
import { ApiError } from "@/api/errors";
import type { BreakType } from "@/api/types";
import { minuteWords } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useBreakTypes, useRetireBreakType } from "../api/breakTypes";
import { BreakTypeDialog } from "./BreakTypeDialog";
import styles from "./BreakTypes.module.css";

export function BreakTypesPage() {
  const { t } = useTranslation();
  const me = useSignedIn();
  const mayRead = me.permissions.includes("break_types.read");
  const types = useBreakTypes(mayRead);
  return (
    <main className={page.page}>
      <title>{t("breaks.title_page")}</title>
      <div className={page.head}>
        <h1>{t("breaks.title")}</h1>
      </div>
      <div className={page.body}>
        {mayRead ? <Types query={types} /> : <Empty level={2} title={t("breaks.forbidden")} />}
      </div>
    </main>
  );
}

function Types({ query }: { query: ReturnType<typeof useBreakTypes> }) {
  const { t } = useTranslation();
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={120} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    return <Failure title={t("breaks.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Editable types={query.data} />;
}

/** What the dialog is about: a new one, a known one, or nothing while it is closed. */
type Editing = { known: BreakType | null } | null;

function Editable({ types }: { types: readonly BreakType[] }) {
  const { t } = useTranslation();
  const mayManage = useSignedIn().permissions.includes("break_types.manage");
  const [editing, setEditing] = useState<Editing>(null);
  const create = mayManage ? (
    <Button look="primary" onClick={() => setEditing({ known: null })}>
      {t("breaks.create")}
    </Button>
  ) : null;
  return (
    <>
      <p className={page.intro}>{t("breaks.intro")}</p>
      {types.length === 0 ? (
        <Empty level={2} title={t("breaks.empty")} action={create}>
          {t("breaks.empty_help")}
        </Empty>
      ) : (
        <>
          <TypeTable types={types} mayManage={mayManage} onEdit={(known) => setEditing({ known })} />
          <div className={page.more}>{create}</div>
        </>
      )}
      <BreakTypeDialog editing={editing} onClose={() => setEditing(null)} />
    </>
  );
}

interface TypeTableProps {
  types: readonly BreakType[];
  mayManage: boolean;
  onEdit: (known: BreakType) => void;
}

function TypeTable({ types, mayManage, onEdit }: TypeTableProps) {
  const { t } = useTranslation();
  const retire = useRetire();
  const inOrder = types.toSorted((one, other) => Number(one.is_retired) - Number(other.is_retired));
  return (
    <div className={styles.scroll}>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{t("breaks.name")}</th>
            <th className={page.num}>{t("breaks.minutes")}</th>
            <th>{t("breaks.for_whom")}</th>
            <th>
              <span className="sr">{t("presence.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map((one) => (
            <tr key={one.id} className={one.is_retired ? styles.retired : undefined}>
              <td className={page.first}>
                {one.name}
                {one.is_retired ? <small>{t("breaks.retired")}</small> : null}
              </td>
              <td className={page.num}>{minuteWords(one.minutes)}</td>
              <td>
                <ForWhom userIds={one.user_ids} />
              </td>
              <td>
                <div className={page.actions}>
                  {mayManage && !one.is_retired ? (
                    <Button
                      size="s"
                      aria-label={t("breaks.edit_of", { name: one.name })}
                      onClick={() => onEdit(one)}
                    >
                      {t("breaks.edit")}
                    </Button>
                  ) : null}
                  {mayManage ? (
                    <Button
                      size="s"
                      look="quiet"
                      aria-label={t(one.is_retired ? "breaks.restore_of" : "breaks.retire_of", {
                        name: one.name,
                      })}
                      onClick={() => retire(one, !one.is_retired)}
                    >
                      {t(one.is_retired ? "breaks.restore" : "breaks.retire")}
                    </Button>
                  ) : null}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ForWhom({ userIds }: { userIds: readonly string[] | null }) {
  const { t } = useTranslation();
  const users = useUsers(userIds !== null).data;
  if (userIds === null) return <>{t("breaks.everybody")}</>;
  if (userIds.length === 0) return <>{t("breaks.nobody")}</>;
  const names = userIds.map((id) => users?.find((one) => one.id === id)?.name ?? id);
  return <>{names.join(", ")}</>;
}

/** What can be undone is not confirmed. */
function useRetire() {
  const { t } = useTranslation();
  const change = useRetireBreakType({
    done: (saved) => {
      const key = saved.is_retired ? "breaks.done_retire" : "breaks.done_restore";
      toast.show(t(key, { name: saved.name }), () => retire(saved, !saved.is_retired));
    },
    failed: (error) => {
      const code = error instanceof ApiError ? error.code : "";
      if (code === "version_conflict") toast.show(t("breaks.changed_meanwhile"));
      else toast.show(t(code === "break_type_exists" ? "breaks.name_taken" : "action.failed"));
    },
  });
  function retire(known: BreakType, is_retired: boolean) {
    change.mutate({ known, is_retired });
  }
  return retire;
}
