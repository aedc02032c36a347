/** Applications in words. */
import { useTranslation } from "react-i18next";
import { useQueues } from "@/api/directory";
import { listed } from "@/i18n/format";

export function useWords() {
  const { t, i18n } = useTranslation();
  const queues = useQueues().data;

  function queuesInWords(ids: readonly string[] | null): string {
    if (ids === null) return t("applications.all_queues");
    return listed(ids.map((id) => queues?.find((one) => one.id === id)?.name ?? id));
  }

  /** "Conversaciones: ver"; the id itself where it is newer than these words. */
  function permissionInWords(permission: string): string {
    const [of = "", verb = ""] = permission.split(".");
    const what = `applications.of_${of}` as "applications.of_queues";
    const may = `applications.may_${verb}` as "applications.may_read";
    return i18n.exists(what) && i18n.exists(may) ? `${t(what)}: ${t(may)}` : permission;
  }

  return { queuesInWords, permissionInWords };
}
