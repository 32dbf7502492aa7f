//! Text to tree: JSON, or YAML with its keys made strings.

use serde_json::{Map, Number, Value};
use serde_yaml::Value as Yaml;

/// The tree of a document.
pub(super) fn load(text: &str) -> Result<Value, String> {
    if text.trim_start().starts_with('{') {
        // A YAML flow mapping starts like JSON as well.
        return serde_json::from_str(text)
            .or_else(|problem| yaml(text).map_err(|_| format!("not JSON: {problem}")));
    }
    yaml(text)
}

fn yaml(text: &str) -> Result<Value, String> {
    let tree: Yaml = serde_yaml::from_str(text).map_err(|problem| format!("not YAML: {problem}"))?;
    json(tree)
}

fn json(tree: Yaml) -> Result<Value, String> {
    Ok(match tree {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::String(value) => Value::String(value),
        Yaml::Tagged(tagged) => json(tagged.value)?,
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(json).collect::<Result<_, _>>()?),
        Yaml::Number(number) => {
            let exact = number.as_i64().map(Number::from).or_else(|| number.as_u64().map(Number::from));
            exact.or_else(|| number.as_f64().and_then(Number::from_f64)).map_or(Value::Null, Value::Number)
        }
        Yaml::Mapping(mapping) => {
            let mut members = Map::new();
            for (name, value) in mapping {
                members.insert(key(name)?, json(value)?);
            }
            Value::Object(members)
        }
    })
}

fn key(key: Yaml) -> Result<String, String> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Number(number) => Ok(number.to_string()),
        Yaml::Bool(value) => Ok(value.to_string()),
        other => Err(format!("a key is neither text nor number: {other:?}")),
    }
}
