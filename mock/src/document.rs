//! A document, read: its tree for schemas and its operations.

mod compile;
mod load;
mod lower;
pub(crate) mod outline;
mod reference;

use std::collections::BTreeMap;

use hyper::Method;
use serde_json::Value;

pub(crate) use self::load::{Unread, load};
use crate::error::DocumentProblem;
use crate::operation::Operation;
use crate::resource::Resources;
use crate::schema::{Schema, SchemaId, Schemas};
use crate::state::Fields;

/// A document ready to be served.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) schemas: Schemas,
    /// In the order of the document.
    pub(crate) operations: Vec<Operation>,
    pub(crate) resources: Resources,
    /// Places in `operations` by path.
    paths: BTreeMap<String, Vec<usize>>,
}

impl Document {
    /// Reads a document; on failure all its problems.
    pub(crate) fn read(file: &str, text: &str) -> Result<Document, Vec<DocumentProblem>> {
        let root = load(text).map_err(|problem| vec![DocumentProblem::of_text(file, problem)])?;
        let mut problems = lower::Problems::new(file);
        reference::check(&root, &mut problems);
        let (operations, schemas) = lower::lower(&root, &mut problems);
        let problems = problems.into_inner();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut paths: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, operation) in operations.iter().enumerate() {
            paths.entry(operation.template.text.clone()).or_default().push(index);
        }
        let mut document = Document { schemas, operations, resources: Resources::default(), paths };
        document.resources = Resources::of(&document);
        Ok(document)
    }

    pub(crate) fn schema(&self, id: SchemaId) -> &Schema {
        self.schemas.get(id)
    }

    /// The form that fields have: the one that the discriminator names, else the last. Twilio's newer form holds all of
    /// the older one.
    pub(crate) fn form(&self, id: SchemaId, fields: &Fields) -> &Schema {
        let schema = self.schema(id);
        let named = schema
            .selector
            .as_ref()
            .and_then(|selector| selector.forms.get(fields.get(&selector.property).and_then(Value::as_str)?));
        named.or(schema.forms.last()).map_or(schema, |form| self.schema(*form))
    }

    /// Place of an operation in `operations`.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Option<usize> {
        let there = self.paths.get(path)?.iter().copied();
        there
            .into_iter()
            .find(|index| self.operations.get(*index).is_some_and(|known| known.method == *method))
    }
}

#[cfg(test)]
mod tests {
    use super::Document;
    use proptest::prelude::*;

    fn problems(text: &str) -> Vec<String> {
        Document::read("test.yaml", text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_problems_come_at_once_with_places() {
        let found = problems(
            r##"
openapi: 3.0.1
servers: [{url: "https://api.twilio.com"}]
paths:
  /v1/Things/{Sid}:
    get:
      operationId: FetchThing
      responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/missing"}}}}}
    post:
      operationId: FetchThing
      parameters: [{name: Sid, in: path, required: true, schema: {type: string, pattern: "^("}}]
      responses: {"500": {description: no}}
"##,
        );
        for part in [
            "test.yaml#/paths/~1v1~1Things~1{Sid}/get/responses/200/content/application~1json/schema/$ref: ",
            "test.yaml#/paths/~1v1~1Things~1{Sid}/get: the path variable `Sid` is not declared",
            "test.yaml#/paths/~1v1~1Things~1{Sid}/post/operationId: `FetchThing` is used twice",
            "test.yaml#/paths/~1v1~1Things~1{Sid}/post/responses: ",
            "/schema/pattern: ",
        ] {
            assert!(
                found.iter().any(|problem| problem.contains(part)),
                "{part}\nnot in\n{}",
                found.join("\n")
            );
        }
        assert_eq!(found.len(), 5, "{found:#?}");
    }

    const SOUND: &str = include_str!("../tests/documents/api.yaml");

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// A sound document with a hole in it is read or refused, with places.
        #[test]
        fn any_damage_is_read_or_refused(start in 0..SOUND.len(), length in 0_usize..200, patch in "[a-z{}:\\[\\]$#&* \n-]{0,8}") {
            let mut bytes = SOUND.as_bytes().to_vec();
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, patch.bytes());
            if let Err(problems) = Document::read("damaged.yaml", &String::from_utf8_lossy(&bytes)) {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|problem| problem.file == "damaged.yaml" && !problem.message.is_empty()));
            }
        }
    }

    #[test]
    fn what_is_no_document_is_said() {
        assert!(problems("a: [").first().unwrap().contains("not YAML"));
        assert!(problems("{\"a\":").first().unwrap().contains("not JSON"));
        assert!(problems("hello").iter().any(|problem| problem.contains("not an OpenAPI 3 document")));
        assert!(
            problems("swagger: '2.0'").iter().any(|problem| problem.contains("not an OpenAPI 3 document"))
        );
    }

    #[test]
    fn status_codes_may_be_numbers_in_yaml() {
        let text = "openapi: 3.0.1\nservers: [{url: 'https://a.twilio.com'}]\npaths: {/x: {get: {operationId: FetchX, responses: {200: {}}}}}";
        assert_eq!(Document::read("n.yaml", text).unwrap().operations.first().unwrap().success.status, 200);
    }
}
