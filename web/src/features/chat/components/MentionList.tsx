/** Whom a note may mention, as the field's list: the field keeps the focus. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Mentionable } from "@/api/types";
import styles from "./Note.module.css";

interface MentionListProps {
  id: string;
  found: readonly Mentionable[];
  chosen: Mentionable | undefined;
  onTake: (colleague: Mentionable) => void;
}

const roles = ["agent", "supervisor", "administrator"] as const;

export function MentionList({ id, found, chosen, onTake }: MentionListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  if (found.length === 0) {
    return (
      <p className={styles.nobody} role="status">
        {t("note.mention_none")}
      </p>
    );
  }
  return (
    <>
      <span className="sr" role="status">
        {t("note.mention_count", { count: found.length })}
      </span>
      <ul ref={list} id={id} className={styles.people} role="listbox" aria-label={t("note.mention_list")}>
        {found.map((one) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys
          <li
            key={one.id}
            id={`${id}-${one.id}`}
            role="option"
            aria-selected={one === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(one)}
          >
            <span className="cut">{one.name}</span>
            <small>{roleName(one.role)}</small>
          </li>
        ))}
      </ul>
    </>
  );

  function roleName(role: string): string {
    const known = roles.find((one) => one === role);
    return known ? t(`role.${known}`) : role;
  }
}
