/** Which colleagues are writing in this chat at the moment. */
import { useTranslation } from "react-i18next";
import { useTypists } from "@/realtime/typing";
import { IconPencil } from "@/ui/icons";
import styles from "./Composer.module.css";

export function Typing({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const people = useTypists(conversationId);
  const names = people.map(({ name }) => name).join(", ");
  return (
    <span className={styles.typing} role="status">
      {people.length > 0 ? (
        <>
          <IconPencil size={14} stroke={2} aria-hidden="true" />
          <span className="cut">{t("typing.answers", { count: people.length, names })}</span>
        </>
      ) : null}
    </span>
  );
}
