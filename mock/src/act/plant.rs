//! Things that no request makes: what a test puts where Twilio's own doings would have put it.

use hyper::{HeaderMap, Method};
use serde_json::Value;

use super::Deed;
use super::seeds::item_schema;
use crate::catalog::{Match, Routed};
use crate::check::Given;
use crate::form::{Pairs, unescape};
use crate::state::Fields;
use crate::world::World;

/// Puts a thing into the collection at a URL; the thing as a list would show it.
pub(crate) fn plant(world: &World, url: &str, fields: &Fields) -> Result<Value, String> {
    let rest = url.strip_prefix("https://").ok_or("the URL does not begin with https://")?;
    let segments: Result<Vec<String>, String> =
        rest.split('/').map(|part| unescape(part.as_bytes(), false)).collect();
    let segments = segments?;
    let address = world.catalog.address(&crate::catalog::Host::Loopback, &segments);
    let Routed::Found(found) = world.catalog.route(&Method::GET, &address) else {
        return Err(format!("no document lists anything at {url}"));
    };
    let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default();
    let deed = Deed {
        world,
        account: &world.account.sid,
        found: &found,
        given: &Given::default(),
        origin: format!("https://{}", found.operation.host),
        path,
        query: &Pairs::new(),
        headers: &HeaderMap::new(),
        now: world.time.now(),
    };
    deed.plant(&found, fields)
}

impl Deed<'_> {
    fn plant(&self, found: &Match<'_>, fields: &Fields) -> Result<Value, String> {
        let schema =
            item_schema(found.document, found.operation).filter(|_| !found.operation.template.is_instance());
        let Some(schema) = schema else {
            return Err(format!("{} lists nothing; name the collection's own path", found.operation.id));
        };
        let mut state = self.state();
        let place = self.place(&mut state).map_err(|refusal| refusal.problems.join("; "))?;
        let mut known: Fields = self.path_fields();
        known.extend(fields.clone());
        let born = self.born(&mut state, &place.collection, &place.shape, schema, known);
        let kept = state.record(&born).ok_or("nothing is kept")?;
        Ok(self.shaper().object(schema, &kept.fields))
    }
}
