/** The simulator: people on the left, the chosen one's phone, and the simulated provider. On a phone, one at a time. */
import { useState } from "react";
import { useMedia } from "@/ui/useMedia";
import { useConnections, useFreshness, usePeople } from "./api/queries";
import { Device } from "./device/Device";
import { useNotice } from "./notice";
import styles from "./PhonePage.module.css";
import { PeopleColumn } from "./people/PeopleColumn";
import { ProviderColumn } from "./provider/ProviderColumn";
import { useChoice } from "./useChoice";
import { t } from "./words";

const parts = ["people", "device", "provider"] as const;
type Part = (typeof parts)[number];

export function PhonePage() {
  useFreshness();
  const narrow = useMedia("phone");
  const [part, setPart] = useState<Part>("people");
  const [choice, choose] = useChoice();
  const connections = useConnections();
  const connection =
    connections.data?.find((one) => one.id === choice.connection) ?? connections.data?.[0] ?? null;
  const people = usePeople(connection?.id ?? "");
  const person = people.data?.find((one) => one.id === choice.person) ?? people.data?.[0] ?? null;
  const shown = (name: Part) => !narrow || part === name;

  function choosePerson(id: string) {
    choose({ person: id, connection: connection?.id ?? "" });
    setPart("device");
  }

  return (
    <main className={styles.page}>
      {narrow ? <Parts part={part} onPart={setPart} /> : null}
      {shown("people") ? null : <h1 className="sr">{t("title")}</h1>}
      {shown("people") ? (
        <PeopleColumn
          connections={connections.data ?? []}
          connection={connection}
          people={people.data ?? []}
          person={person}
          failed={connections.isError || people.isError}
          onConnection={(id) => choose({ connection: id })}
          onPerson={choosePerson}
        />
      ) : null}
      {shown("device") ? (
        <Device connection={connection} person={person} onBack={narrow ? () => setPart("people") : null} />
      ) : null}
      {shown("provider") ? <ProviderColumn /> : null}
      <NoticeLine />
    </main>
  );
}

function Parts({ part, onPart }: { part: Part; onPart: (part: Part) => void }) {
  return (
    <nav className={styles.parts} aria-label={t("tabs")}>
      {parts.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={part === name ? "page" : undefined}
          onClick={() => onPart(name)}
        >
          {t(`tab.${name}`)}
        </button>
      ))}
    </nav>
  );
}

function NoticeLine() {
  const notice = useNotice();
  return (
    <div className={styles.notices} role="status" aria-live="polite">
      {notice ? <p className={notice.bad ? styles.bad : undefined}>{notice.text}</p> : null}
    </div>
  );
}
