//! A document of any size, for asking how cost grows with it.

use std::fmt::Write;

/// A document of so many operations, and as many schemas: of two operations one has a form and one lists; their schema
/// refers to its neighbour and to an enum.
pub fn document(operations: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for index in 0..operations / 2 {
        let _ = write!(paths, "{}{}", comma(index), path(index));
        let _ = write!(schemas, "{}{}", comma(index), schema(index, operations / 2));
    }
    format!(
        r#"{{"openapi":"3.0.1","info":{{"title":"Growing","version":"1"}},"servers":[{{"url":"https://api.twilio.com"}}],
"security":[{{"basic":[]}}],"paths":{{{paths}}},"components":{{"securitySchemes":{{"basic":{{"type":"http","scheme":"basic"}}}},
"schemas":{{{schemas}}}}}}}"#
    )
}

/// A document of so many operations, properties and values of an enum that are called alike in Rust, and of as many schemas
/// each of which only the one below it needs.
pub fn colliding(count: usize) -> String {
    let (mut paths, mut properties, mut values) = (String::new(), String::new(), String::new());
    let mut schemas = r#""s0":{"type":"object","properties":{"end":{"type":"string"}}}"#.to_owned();
    for index in 0..count {
        let (comma, marks) = (comma(index), marks(index));
        let _ = write!(
            paths,
            r#","/v1/{index}":{{"get":{{"operationId":"Fetch{marks}","responses":{{"204":{{"description":"Done."}}}}}}}}"#
        );
        let _ = write!(properties, r#"{comma}"{marks}":{{"type":"string"}}"#);
        let _ = write!(values, r#"{comma}"{marks}""#);
        let next = index + 1;
        let _ = write!(
            schemas,
            r##","s{next}":{{"type":"object","properties":{{"next":{{"$ref":"#/components/schemas/s{index}"}}}}}}"##
        );
    }
    format!(
        r##"{{"openapi":"3.0.1","info":{{"title":"Colliding","version":"1"}},"servers":[{{"url":"https://api.twilio.com"}}],
"paths":{{"/v1":{{"get":{{"operationId":"FetchAll","responses":{{"200":{{"description":"All.","content":{{"application/json":{{"schema":
{{"type":"object","properties":{{{properties},"chain":{{"$ref":"#/components/schemas/s{count}"}},"value":{{"type":"string","enum":[{values}]}}}}}}}}}}}}}}}}}}{paths}}},
"components":{{"schemas":{{{schemas}}}}}}}"##
    )
}

/// A word without a letter or digit, another for each number.
fn marks(mut index: usize) -> String {
    let mut word = String::new();
    loop {
        word.push(['!', '?', '.', ',', ';', ':'][index % 6]);
        index /= 6;
        if index == 0 {
            return word;
        }
    }
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { "," }
}

/// A path with a create and a list.
fn path(index: usize) -> String {
    let mut inputs = String::new();
    for input in 0..12 {
        let _ = write!(
            inputs,
            r#"{}"Input{input}":{{"type":"string","description":"Input {input}."}}"#,
            comma(input)
        );
    }
    format!(
        r##""/v1/Things{index}/{{Sid}}.json":{{"parameters":[{{"name":"Sid","in":"path","required":true,"schema":{{"type":"string"}}}}],
"post":{{"operationId":"CreateThing{index}","description":"Makes one.","requestBody":{{"content":{{"application/x-www-form-urlencoded":{{"schema":{{"type":"object","properties":{{{inputs}}}}}}}}}}},
"responses":{{"201":{{"description":"Made.","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/thing{index}"}}}}}}}}}}}},
"get":{{"operationId":"ListThing{index}","parameters":[{{"name":"PageSize","in":"query","schema":{{"type":"integer","maximum":50}}}}],
"responses":{{"200":{{"description":"A page.","content":{{"application/json":{{"schema":{{"type":"object","properties":{{"next_page_uri":{{"type":"string"}},
"things":{{"type":"array","items":{{"$ref":"#/components/schemas/thing{index}"}}}}}}}}}}}}}}}}}}}}"##
    )
}

fn schema(index: usize, all: usize) -> String {
    let mut fields = String::new();
    for field in 0..12 {
        let _ = write!(
            fields,
            r#""field_{field}":{{"type":"string","nullable":true,"description":"Field {field}."}},"#
        );
    }
    let next = (index + 1) % all;
    format!(
        r##""thing{index}":{{"type":"object","properties":{{{fields}"next":{{"$ref":"#/components/schemas/thing{next}"}},"state":{{"$ref":"#/components/schemas/thing{index}_enum"}}}}}},
"thing{index}_enum":{{"type":"string","enum":["on","off"]}}"##
    )
}

#[cfg(test)]
mod tests {
    use super::{colliding, document};
    use crate::cost_of;
    use ringfence_codegen::{Format, Rendered, Source, render};

    fn rendered(text: String) -> Rendered {
        let (name, file) = ("growing_v1".to_owned(), "growing.json".to_owned());
        let source = Source { name, file, format: Format::Json, bytes: text.into_bytes() };
        render(&[source], &[]).unwrap_or_else(|problems| panic!("{problems}"))
    }

    fn text(operations: usize) -> String {
        let rendered = rendered(document(operations));
        assert_eq!(rendered.operations, operations);
        rendered.text
    }

    /// With a pass over all for each of them it would be more than eight times.
    #[test]
    fn four_times_the_collisions_cost_four_times_as_much() {
        let cpu = |count| {
            let (cost, rendered) = cost_of(|| rendered(colliding(count)));
            assert_eq!(rendered.operations, count + 1);
            cost.cpu
        };
        let (one, four) = (cpu(1000), cpu(4000));
        assert!(four < one * 8, "{one:?} and {four:?}");
    }

    #[test]
    fn four_times_the_document_gives_four_times_the_code() {
        let (one, four) = (text(40), text(160));
        // Numbers in names have more digits; nothing else may grow.
        assert!(four.len() * 10 < one.len() * 42, "{} and {} bytes", one.len(), four.len());
        for what in ["pub fn ", "pub struct ", "pub enum ", "impl "] {
            assert_eq!(four.matches(what).count(), 4 * one.matches(what).count(), "{what}");
        }
    }
}
