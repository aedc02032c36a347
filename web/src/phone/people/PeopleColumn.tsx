/** Whom to play, and towards which of the business's numbers. */
import { useId, useState } from "react";
import { phoneNumber } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { IconBrandWhatsapp } from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import type { Connection, Person } from "../api/types";
import { Initials } from "../Initials";
import { t } from "../words";
import { NewPersonDialog } from "./NewPersonDialog";
import styles from "./PeopleColumn.module.css";

interface PeopleColumnProps {
  connections: Connection[];
  connection: Connection | null;
  people: Person[];
  person: Person | null;
  failed: boolean;
  onConnection: (id: string) => void;
  onPerson: (id: string) => void;
}

export function PeopleColumn(props: PeopleColumnProps) {
  const [adding, setAdding] = useState(false);
  const selectId = useId();
  return (
    <section className={styles.column} aria-label={t("people")}>
      <header className={styles.head}>
        <span className={styles.mark}>
          <Mark size={18} />
        </span>
        <h1>{t("title")}</h1>
      </header>
      <div className={styles.field}>
        <label htmlFor={selectId}>{t("connection")}</label>
        <span className={styles.select}>
          <IconBrandWhatsapp size={16} stroke={1.75} aria-hidden="true" />
          <select
            id={selectId}
            value={props.connection?.id ?? ""}
            onChange={(event) => props.onConnection(event.target.value)}
          >
            {props.connections.map((one) => (
              <option key={one.id} value={one.id}>
                {one.id} · {one.name}
              </option>
            ))}
          </select>
        </span>
      </div>
      <div className={styles.sub}>
        <h2>{t("people")}</h2>
        <Button look="accent" size="s" onClick={() => setAdding(true)}>
          {t("people.new")}
        </Button>
      </div>
      {props.failed ? (
        <p className={styles.failed} role="alert">
          {t("failed.load")}
        </p>
      ) : null}
      <ul className={styles.list}>
        {props.people.map((one) => (
          <li key={one.id}>
            <PersonRow
              person={one}
              chosen={one.id === props.person?.id}
              onChoose={() => props.onPerson(one.id)}
            />
          </li>
        ))}
      </ul>
      {adding ? (
        <NewPersonDialog
          onClose={() => setAdding(false)}
          onAdded={(added) => {
            setAdding(false);
            props.onPerson(added.id);
          }}
        />
      ) : null}
    </section>
  );
}

function PersonRow({ person, chosen, onChoose }: { person: Person; chosen: boolean; onChoose: () => void }) {
  return (
    <button type="button" className={styles.row} aria-current={chosen || undefined} onClick={onChoose}>
      <Initials name={person.name} />
      <span className={styles.who}>
        <span className={`${styles.name} cut`}>{person.name}</span>
        <span className="t-meta cut">{person.phone ? phoneNumber(person.phone) : person.user_id}</span>
      </span>
      {person.unread > 0 && !chosen ? (
        <span className={styles.unread}>
          <span aria-hidden="true">{person.unread}</span>
          <span className="sr">{t("people.unread", { count: person.unread })}</span>
        </span>
      ) : null}
    </button>
  );
}
