/** For whom a break is, in words. */
import { useTranslation } from "react-i18next";
import { useUsers } from "@/api/directory";
import { listed } from "@/i18n/format";

export function useAudience(): (userIds: readonly string[] | null) => string {
  const { t } = useTranslation();
  const users = useUsers(true).data;
  return (userIds) => {
    if (userIds === null) return t("breaks.everybody");
    if (userIds.length === 0) return t("breaks.nobody");
    return listed(userIds.map((id) => users?.find((one) => one.id === id)?.name ?? id));
  };
}
