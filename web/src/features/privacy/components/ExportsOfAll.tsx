/** Exports of everybody that are being made or can be downloaded. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useExports } from "../api/privacy";
import { ExportLine } from "./ExportLine";
import styles from "./Privacy.module.css";
import { Waiting } from "./Waiting";

export function ExportsOfAll() {
  const { t } = useTranslation();
  const query = useExports();
  return (
    <Waiting query={query}>
      {(exports) =>
        exports.length === 0 ? (
          <p>{t("privacy.no_exports")}</p>
        ) : (
          <div className={styles.rows}>
            {exports.map((one) => (
              <div key={one.id} className={styles.row}>
                <div>
                  <ExportLine made={one} />
                </div>
                <Link href={`/settings/privacy/people/${one.contact_id}`}>{t("privacy.open_case")}</Link>
              </div>
            ))}
          </div>
        )
      }
    </Waiting>
  );
}
