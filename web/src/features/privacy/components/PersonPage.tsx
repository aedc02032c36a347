/** One person's privacy: what is kept, taking it along, erasing it, holds and consents. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { momentOf } from "@/i18n/format";
import { PageHead } from "@/settings/PageHead";
import { ApiError } from "@/api/errors";
import { Empty } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useNow } from "@/ui/useNow";
import { type PersonPrivacy, usePerson } from "../api/privacy";
import { Consents } from "./Consents";
import { EraseSection } from "./EraseSection";
import { ExportSection } from "./ExportSection";
import { Holds } from "./Holds";
import styles from "./Privacy.module.css";
import { Waiting } from "./Waiting";

export function PersonPage({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const query = usePerson(contactId);
  const name = query.data?.name ?? t("privacy.person");
  const isGone = query.error instanceof ApiError && [403, 404].includes(query.error.status);
  return (
    <main className={page.page}>
      <title>{t("privacy.page_title_of", { name })}</title>
      <PageHead back="/settings/privacy" backName={t("privacy.title")} title={name} />
      <div className={page.body}>
        {isGone ? (
          <Empty level={2} title={t("privacy.person_gone")} />
        ) : (
          <Waiting query={query}>{(person) => <Person person={person} />}</Waiting>
        )}
      </div>
    </main>
  );
}

function Person({ person }: { person: PersonPrivacy }) {
  const isAnybody = person.erased_at === null && person.erasure === null;
  return (
    <>
      <Kept person={person} />
      <ExportSection person={person} isOpen={isAnybody} />
      <Consents person={person} isOpen={isAnybody} />
      <Holds person={person} isOpen={isAnybody} />
      <EraseSection person={person} />
    </>
  );
}

function Kept({ person }: { person: PersonPrivacy }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const { kept, identities, erased_at } = person;
  return (
    <section className={styles.section} aria-labelledby="kept">
      <h2 id="kept">{t("privacy.kept")}</h2>
      <dl className={styles.facts}>
        <dt>{t("privacy.identities")}</dt>
        <dd>{identities?.join(", ") || t("privacy.nobody")}</dd>
        <dt>{t("privacy.conversations")}</dt>
        <dd>{kept.conversations}</dd>
        <dt>{t("privacy.messages")}</dt>
        <dd>{kept.messages}</dd>
        <dt>{t("privacy.files")}</dt>
        <dd>{kept.files}</dd>
      </dl>
      {kept.is_partial ? <p>{t("privacy.kept_partial")}</p> : null}
      <p>
        <Link href={`/settings/audit?entity_kind=contact&entity_id=${person.contact_id}`}>
          {t("privacy.see_audit")}
        </Link>
      </p>
      {erased_at ? <p>{t("privacy.anonymous_since", { when: momentOf(erased_at, nowMs) })}</p> : null}
    </section>
  );
}
