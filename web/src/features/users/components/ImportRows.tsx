/** What becomes of the rows of a table: counted, and one by one with what changes or is wrong. */
import { useTranslation } from "react-i18next";
import page from "@/ui/Page.module.css";
import { type Fates, type ImportedRow, problemWords } from "../api/imports";
import styles from "./Users.module.css";

const fates = ["create", "change", "same", "refused"] as const;

export function Counts({ counts }: { counts: Fates }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.counts}>
      {fates.map((fate) => (
        <div key={fate}>
          <dt>{t(`users.fates_${fate}`)}</dt>
          <dd>{counts[fate]}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Rows({ rows }: { rows: readonly ImportedRow[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <div className={styles.rows}>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{t("users.line")}</th>
            <th>{t("users.person")}</th>
            <th>{t("users.fate")}</th>
            <th>{t("users.what")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line}>
              <td>{row.line}</td>
              <td className={page.first}>
                {row.name || row.username || "—"}
                <small>{row.username}</small>
              </td>
              <td>{t(`users.fate_${row.fate}`)}</td>
              <td>
                <What row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function What({ row }: { row: ImportedRow }) {
  const { t } = useTranslation();
  if (row.problems.length > 0) {
    return (
      <ul className={styles.list}>
        {row.problems.map(({ field, code }) => (
          <li key={`${field}-${code}`} className={styles.error}>
            {field
              ? t("users.problem_in", { field: fieldName(field), problem: problemWords(code, t) })
              : problemWords(code, t)}
          </li>
        ))}
      </ul>
    );
  }
  if (row.fate !== "change") return null;
  return (
    <ul className={styles.list}>
      {row.differences.map(({ field, before, after }) => (
        <li key={field}>
          {t("users.difference", { field: fieldName(field), before: before || "—", after: after || "—" })}
        </li>
      ))}
    </ul>
  );

  function fieldName(field: string): string {
    switch (field) {
      case "first_name":
      case "last_name":
      case "username":
      case "email":
      case "file_number":
      case "national_id":
      case "office":
      case "role":
      case "queues":
      case "groups":
        return t(`users.${field}`);
      default:
        return t("users.serves");
    }
  }
}
