/** Erasures of everybody, those that are going on first; nothing in them tells who it was. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useErasures } from "../api/privacy";
import { ErasureProgress } from "./ErasureProgress";
import styles from "./Privacy.module.css";
import { Waiting } from "./Waiting";

export function ErasureRows() {
  const { t } = useTranslation();
  const open = useErasures("open");
  const done = useErasures("done");
  return (
    <Waiting query={open}>
      {(going) => {
        const erasures = [...going, ...(done.data ?? [])];
        if (erasures.length === 0) return <p>{t("privacy.no_erasures")}</p>;
        return (
          <div className={styles.rows}>
            {erasures.map((erasure) => (
              <div key={erasure.contact_id} className={styles.row}>
                <div>
                  <ErasureProgress erasure={erasure} />
                </div>
                <Link href={`/settings/privacy/people/${erasure.contact_id}`}>{t("privacy.open_case")}</Link>
              </div>
            ))}
          </div>
        );
      }}
    </Waiting>
  );
}
