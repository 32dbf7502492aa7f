//! Documents as the tests read them: apart from the mock, straight from the tree.

use std::path::Path;

use serde_json::{Map, Value, json};

/// A document of the corpus.
pub struct Document {
    pub name: String,
    pub tree: Value,
}

/// One operation, with all that surrounds it.
pub struct Operation<'a> {
    pub document: &'a Document,
    pub method: &'static str,
    pub path: &'a str,
    pub node: &'a Value,
    pub id: &'a str,
}

/// All documents of a folder, by name.
pub fn documents(folder: &Path) -> Vec<Document> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|file| Document {
            name: file.file_stem().unwrap().to_str().unwrap().trim_start_matches("twilio_").to_owned(),
            tree: serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap(),
        })
        .collect()
}

impl Document {
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        let paths = self.tree["paths"].as_object().into_iter().flatten();
        paths.flat_map(move |(path, item)| {
            ["get", "post", "put", "patch", "delete"].into_iter().filter_map(move |method| {
                let node = item.get(method)?;
                let id = node["operationId"].as_str()?;
                Some(Operation { document: self, method, path, node, id })
            })
        })
    }

    pub fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node["$ref"].as_str() {
            Some(reference) => self.resolve(self.tree.pointer(reference.trim_start_matches('#')).unwrap()),
            None => node,
        }
    }
}

impl<'a> Operation<'a> {
    pub fn host(&self) -> &'a str {
        let item = &self.document.tree["paths"][self.path];
        let levels = [self.node, item, &self.document.tree];
        let url = levels.into_iter().find_map(|level| level["servers"][0]["url"].as_str()).unwrap();
        url.split("://").nth(1).unwrap()
    }

    /// Whether only a bearer token will do.
    pub fn wants_bearer(&self) -> bool {
        let security = self.node.get("security").unwrap_or(&self.document.tree["security"]);
        security
            .as_array()
            .is_some_and(|schemes| schemes.iter().any(|one| one.get("oAuth2ClientCredentials").is_some()))
    }

    pub fn parameters(&self, place: &str) -> impl Iterator<Item = &'a Value> {
        let document = self.document;
        let all = self.node["parameters"].as_array().into_iter().flatten();
        all.map(|one| document.resolve(one)).filter(move |one| one["in"] == place)
    }

    /// The bodies that it takes, by content type.
    pub fn contents(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.document.resolve(&self.node["requestBody"])["content"].as_object().into_iter().flatten()
    }

    /// The schema of an answer.
    pub fn answer(&self, status: u16) -> Option<&'a Value> {
        let response = self.document.resolve(&self.node["responses"][status.to_string()]);
        response["content"].as_object()?.values().next()?.get("schema")
    }

    /// A body with every declared input, or with those that are required.
    pub fn body(&self, schema: &Value, all: bool) -> Value {
        let mut body = self.sample("", schema, all, 0);
        let groups = self.node["x-twilio"]["conditional"].as_array().into_iter().flatten();
        let properties = self.document.resolve(schema)["properties"].as_object();
        for (name, of) in groups.filter_map(|group| {
            let wanted = group[0].as_str()?.replace('_', "");
            properties?.iter().find(|(name, _)| name.eq_ignore_ascii_case(&wanted))
        }) {
            body[name] = self.sample(name, of, all, 0);
        }
        body
    }

    /// A value that a schema allows.
    pub fn sample(&self, name: &str, schema: &Value, all: bool, depth: usize) -> Value {
        let schema = self.document.resolve(schema);
        if let Some(forms) = schema["oneOf"].as_array() {
            return self.sample(name, &forms[0], all, depth);
        }
        if let Some(allowed) = schema["enum"].as_array() {
            return allowed[0].clone();
        }
        match schema["type"].as_str() {
            Some("object") => {
                let required = schema["required"].as_array();
                let needed = |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
                let properties = schema["properties"].as_object().into_iter().flatten();
                let chosen = properties.filter(|(name, _)| (all && depth < 4) || needed(name));
                let members: Map<String, Value> =
                    chosen.map(|(name, of)| (name.clone(), self.sample(name, of, all, depth + 1))).collect();
                Value::Object(members)
            }
            Some("array") => json!([self.sample(name, &schema["items"], all, depth + 1)]),
            Some("integer") => schema["minimum"].as_i64().unwrap_or(1).into(),
            Some("number") => json!(1.5),
            Some("boolean") => json!(true),
            Some("string") => text(name, schema).into(),
            _ => json!({"free": true}),
        }
    }
}

/// A text that a string's pattern and format allow.
pub fn text(name: &str, schema: &Value) -> String {
    if let Some(pattern) = schema["pattern"].as_str() {
        let head = pattern.trim_start_matches(['^', '(']);
        let prefix = head.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_uppercase()));
        let digits = pattern.contains("{32}").then(|| "0".repeat(32));
        return match (prefix, digits) {
            (Some(prefix), Some(digits)) => format!("{prefix}{digits}"),
            (None, Some(digits)) => format!("XX{digits}"),
            _ if pattern.starts_with("^[0-9abc") => "0".repeat(26),
            _ if pattern.starts_with("^[A-Z0-9]") => "A12345".to_owned(),
            _ => format!("{}1", head.split(['.', '[']).next().unwrap_or_default()),
        };
    }
    match schema["format"].as_str() {
        Some("date") => "2023-08-24".to_owned(),
        Some("date-time" | "date-time-rfc-2822") => "2023-08-24T05:01:45Z".to_owned(),
        Some("phone-number" | "endpoint") => "+15558675310".to_owned(),
        Some("uri") => "https://example.com/hook".to_owned(),
        Some("email") => "someone@example.com".to_owned(),
        _ if schema["minLength"].as_u64().is_some_and(|least| least > 4) => {
            "0".repeat(64).chars().take(schema["minLength"].as_u64().unwrap() as usize).collect()
        }
        // Inputs without an enum whose answers have one.
        _ if name == "To" => "+15558675310".to_owned(),
        _ if name == "Channel" => "sms".to_owned(),
        _ if name == "Method" => "POST".to_owned(),
        _ if name == "Runtime" => "node22".to_owned(),
        _ if name == "grant_type" => "client_credentials".to_owned(),
        _ => "text".to_owned(),
    }
}

/// A form as Twilio's libraries write it: repeated keys for lists, JSON text for objects, nothing for null.
pub fn form(value: &Value) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut pairs = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        let encoded =
            values.iter().map(|value| format!("{}={}", super::escape(name), super::escape(&text(value))));
        pairs.extend(encoded);
    }
    pairs.join("&")
}

/// What is wrong with an answer: a declared property that is missing, an undeclared one, a value of a wrong type.
pub fn misfits(document: &Document, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let resolved = document.resolve(schema);
    if let Some(forms) = resolved["oneOf"].as_array() {
        let tries = forms.iter().map(|form| {
            let mut found = Vec::new();
            misfits(document, form, value, place, &mut found);
            found
        });
        found.extend(tries.min_by_key(Vec::len).unwrap_or_default());
        return;
    }
    if value.is_null() {
        let nullable =
            schema["nullable"] == true || resolved["nullable"] == true || resolved["type"].is_null();
        if !nullable {
            found.push(format!("{place}: null where it may not be"));
        }
        return;
    }
    let fits = match resolved["type"].as_str() {
        Some("object") => return members(document, resolved, value, place, found),
        Some("array") => {
            for item in value.as_array().into_iter().flatten() {
                misfits(document, &resolved["items"], item, place, found);
            }
            value.is_array()
        }
        Some("string") => {
            let allowed = resolved["enum"].as_array();
            value.is_string() && allowed.is_none_or(|allowed| allowed.contains(value))
        }
        Some("integer") => value.is_i64(),
        Some("boolean") => value.is_boolean(),
        // Twilio writes numbers as text as well.
        Some("number") => value.is_number() || value.is_string(),
        _ => true,
    };
    if !fits {
        found.push(format!("{place}: {value} is no {}", resolved["type"]));
    }
}

fn members(document: &Document, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let Some(properties) = schema["properties"].as_object().filter(|some| !some.is_empty()) else { return };
    let Some(members) = value.as_object() else {
        return found.push(format!("{place}: {value} is no object"));
    };
    for (name, of) in properties {
        match members.get(name) {
            Some(member) => misfits(document, of, member, &format!("{place}/{name}"), found),
            None => found.push(format!("{place}/{name}: missing")),
        }
    }
    let undeclared = members.keys().filter(|name| !properties.contains_key(*name));
    found.extend(undeclared.map(|name| format!("{place}/{name}: not declared")));
}
