//! Where in the state a path leads, after all things above it have been found.

use crate::act::Deed;
use crate::form::escape;
use crate::refusal::Refusal;
use crate::state::State;
use crate::template::Segment;

/// The collection of accounts.
pub(super) const ACCOUNTS: &str = "/2010-04-01/Accounts";
const FOREIGN: &str = "the credentials are not those of the account in the path";

/// A place in the state.
pub(crate) struct Place {
    /// Path of the collection (or of the single thing), host first, names replaced by identifiers.
    pub(crate) collection: String,
    /// The collection's shape.
    pub(crate) shape: String,
    /// The last variable's value, of instance paths.
    pub(crate) key: Option<String>,
    /// The path itself, host first.
    pub(crate) full: String,
}

impl Deed<'_> {
    /// Finds the place; 404 where a thing above it does not exist.
    pub(super) fn place(&self, state: &mut State) -> Result<Place, Refusal> {
        let template = &self.found.operation.template;
        let mut full = self.root();
        let mut shape = String::new();
        let mut values = self.found.path.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let last = template.segments.len().saturating_sub(1);
        let mut place = None;
        for (index, segment) in template.segments.iter().enumerate() {
            match segment {
                Segment::Literal(text) => {
                    let text = text.strip_suffix(".json").unwrap_or(text);
                    [&mut full, &mut shape].into_iter().for_each(|path| {
                        path.push('/');
                        path.push_str(text);
                    });
                }
                Segment::Variable { .. } => {
                    let (name, value) = values.next().unwrap_or_default();
                    self.seed(state, &full, &shape);
                    let mut found = self.found_there(state, &full, &shape, value);
                    if found.is_none() && index != last {
                        found = self.opened(state, &full, &shape, value);
                    }
                    let doubt = self.given.doubts.iter().find(|(doubted, _)| doubted == name);
                    if let (Some((_, problem)), None) = (doubt, &found) {
                        let problem = format!("the path variable `{name}` {problem}");
                        return Err(Refusal::not_found(self.path, &problem));
                    }
                    if shape == ACCOUNTS && !self.reaches(value) {
                        return Err(Refusal::unauthenticated(FOREIGN));
                    }
                    if index == last {
                        place = Some((full.clone(), shape.clone(), value.to_owned()));
                    } else if !self.may_pass(name, value, &shape, found.is_some()) {
                        if name == "AccountSid" {
                            return Err(Refusal::unauthenticated(FOREIGN));
                        }
                        let problem = format!("`{name}` = `{value}` does not exist");
                        return Err(Refusal::not_found(self.path, &problem));
                    }
                    full.push('/');
                    escape(found.as_deref().unwrap_or(value), &mut full);
                    shape.push_str("/{}");
                }
            }
        }
        Ok(match place {
            Some((collection, shape, key)) => Place { collection, shape, key: Some(key), full },
            None => {
                self.seed(state, &full, &shape);
                Place { collection: full.clone(), shape, key: None, full }
            }
        })
    }

    /// Where paths begin: at the host. What has no account in its path is kept apart for each subaccount.
    fn root(&self) -> String {
        let host = &self.found.operation.host;
        // Accounts say themselves whose they are.
        let own = self.account == self.world.account.sid
            || self.found.operation.template.text.starts_with(ACCOUNTS)
            || self.found.path.iter().any(|(name, _)| name == "AccountSid");
        if own { host.clone() } else { format!("{host}~{}", self.account) }
    }

    /// The identifier of a thing that is there, possibly asked for by its unique name.
    fn found_there(&self, state: &State, collection: &str, shape: &str, value: &str) -> Option<String> {
        let record = state.shelf(collection)?.find(value)?;
        let key = self.found.document.resources.collection(shape)?.key.as_deref()?;
        Some(record_key(&record.fields, key).unwrap_or_else(|| value.to_owned()))
    }

    /// An account reaches itself and its subaccounts.
    pub(super) fn reaches(&self, account: &str) -> bool {
        self.account == account || self.account == self.world.account.sid
    }

    /// Whether a path may lead through a thing: the own account, one that exists, or one that nobody can create.
    fn may_pass(&self, name: &str, value: &str, shape: &str, exists: bool) -> bool {
        if exists || (name == "AccountSid" && value == self.account) {
            return true;
        }
        let collection = self.found.document.resources.collection(shape);
        let creatable = collection.is_some_and(|found| found.creates && found.fetch.is_some());
        let account = name == "AccountSid" && shape.ends_with("/Accounts");
        !(creatable || account)
    }
}

/// The identifier of a thing by the name of its path variable.
pub(crate) fn record_key(fields: &crate::state::Fields, variable: &str) -> Option<String> {
    let own = crate::naming::snake(variable);
    [own.as_str(), "sid", "id"].iter().find_map(|name| {
        let value = fields.get(*name)?;
        value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()))
    })
}
