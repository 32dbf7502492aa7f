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
    use super::document;
    use ringfence_codegen::{Format, Source, render};

    fn text(operations: usize) -> String {
        let source = Source {
            name: "growing_v1".to_owned(),
            file: "growing.json".to_owned(),
            format: Format::Json,
            bytes: document(operations).into_bytes(),
        };
        let rendered = render(&[source], &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(rendered.operations, operations);
        rendered.text
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
