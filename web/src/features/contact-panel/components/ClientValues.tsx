/** What is known of the customer besides who they are, as texts are filled in with it; it is set over the API. */
import { useTranslation } from "react-i18next";
import { fieldName, useClientValues } from "@/api/client-values";
import { Withheld } from "./Withheld";
import styles from "./ContactPanel.module.css";

export function ClientValues({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const values = Object.entries(useClientValues(contactId).data?.values ?? {});
  if (values.length === 0) return null;
  return (
    <div className={styles.section}>
      <h3>{t("panel.values")}</h3>
      <dl className={styles.facts}>
        {values.map(([field, value]) => (
          <div key={field} className={styles.fact}>
            <dt>{fieldName(field)}</dt>
            <dd>
              <Withheld contactId={contactId} field={`client.${field}`} name={fieldName(field)}>
                {value}
              </Withheld>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
