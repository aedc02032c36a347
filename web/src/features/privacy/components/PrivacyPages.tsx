/** Where each page of privacy is. */
import { Route, Switch } from "wouter";
import { ActivitiesPage } from "./ActivitiesPage";
import { ActivityPage } from "./ActivityPage";
import { PersonPage } from "./PersonPage";
import { PrivacyPage } from "./PrivacyPage";

export function PrivacyPages() {
  return (
    <Switch>
      <Route path="/settings/privacy/people/:id">{({ id }) => <PersonPage key={id} contactId={id} />}</Route>
      <Route path="/settings/privacy/activities" component={ActivitiesPage} />
      <Route path="/settings/privacy/activities/:id">
        {({ id }) => <ActivityPage key={id} id={id === "new" ? null : id} />}
      </Route>
      <Route component={PrivacyPage} />
    </Switch>
  );
}
