//! What generated code offers to its users, read from its text: functions, setters, groups, models and enums.

use std::collections::BTreeMap;

/// One module of generated code.
#[derive(Debug, Default)]
pub struct Signatures {
    /// The endpoint functions by the name of their builder, which is the operation's id.
    pub endpoints: BTreeMap<String, Endpoint>,
    /// The constructors of each group.
    pub groups: BTreeMap<String, Vec<Input>>,
    /// The fields of each model, each with its type.
    pub models: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Default, PartialEq)]
pub struct Endpoint {
    pub function: String,
    pub arguments: Vec<Input>,
    pub setters: Vec<Input>,
    /// What a request ends in: `Sent<_>`, or `Listed<_>` for a list.
    pub end: String,
}

/// An argument or a setter.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The name in Rust.
    pub name: String,
    /// The type without `impl Into<_>` around it.
    pub of: String,
    /// The method of the draft that writes it, and the name on the wire; none for a group.
    pub write: Option<(String, String)>,
}

/// The modules of a generated file by name.
pub fn signatures(generated: &str) -> BTreeMap<String, Signatures> {
    let modules = generated.split("\npub mod ").skip(1);
    modules
        .map(|text| {
            let (name, text) = text.split_once(' ').unwrap();
            (name.to_owned(), module(text))
        })
        .collect()
}

fn module(text: &str) -> Signatures {
    let mut found = Signatures::default();
    let mut groups = BTreeMap::new();
    for item in items(text, 4) {
        let (kind, rest) = item.header.split_once(' ').unwrap();
        match kind {
            "fn" => {
                let (builder, endpoint) = function(&item);
                let known = found.endpoints.entry(builder).or_default();
                (known.function, known.arguments) = (endpoint.function, endpoint.arguments);
            }
            "struct" if item.header.ends_with('{') => {
                found.models.insert(first_word(rest), fields(&item.body));
            }
            "impl" if rest.starts_with("::ringfence::private::Endpoint for ") => {
                let builder = first_word(rest.rsplit("::").next().unwrap());
                let known = found.endpoints.entry(builder).or_default();
                known.end = said(&item.body, "End");
                known.setters.extend(shared(&said(&item.body, "Inputs")));
            }
            "impl" if !rest.contains(" for ") => {
                let methods: Vec<Item> = items(&item.text, 8);
                match methods.iter().find(|method| method.header.starts_with("fn write(")) {
                    Some(write) => {
                        groups.insert(first_word(rest), constructors(&methods, &write.body));
                    }
                    None => {
                        let known = found.endpoints.entry(first_word(rest)).or_default();
                        known.setters.extend(methods.iter().filter_map(setter));
                    }
                }
            }
            _ => {}
        }
    }
    found.endpoints.retain(|_, endpoint| !endpoint.function.is_empty());
    Signatures { groups, ..found }
}

/// Something with a body, as the formatter lays it out.
struct Item {
    /// Up to the brace, on one line, without `pub`.
    header: String,
    /// What follows, on one line.
    body: String,
    /// What follows, as it stands.
    text: String,
}

/// The items that begin at this indentation.
fn items(text: &str, indent: usize) -> Vec<Item> {
    let margin = " ".repeat(indent);
    let end = format!("{margin}}}");
    let mut items = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(start) = line.strip_prefix(&margin).filter(|line| !line.starts_with(' ')) else { continue };
        let start = start.strip_prefix("pub ").unwrap_or(start);
        let is_item = ["fn ", "struct ", "enum ", "impl "].iter().any(|kind| start.starts_with(kind));
        // A long name breaks the line of a tuple struct.
        let is_tuple = start.starts_with("struct ") && line.ends_with('(');
        if !is_item || is_tuple || line.ends_with([';', '}']) {
            continue;
        }
        let mut header = start.to_owned();
        while !header.ends_with('{') {
            header.push(' ');
            header.push_str(lines.next().unwrap().trim());
        }
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
        let code = inside.iter().filter(|line| !line.trim_start().starts_with("///"));
        let body = close(&code.map(|line| line.trim()).collect::<Vec<_>>().join(" "));
        items.push(Item { header: close(&header), body, text: inside.join("\n") });
    }
    items
}

/// Undoes the line breaks of the formatter.
fn close(text: &str) -> String {
    text.replace("( ", "(")
        .replace(", )", ")")
        .replace(", >", ">")
        .replace(" )", ")")
        .replace(" .", ".")
        .replace("< ", "<")
}

fn first_word(text: &str) -> String {
    text.split([' ', '(', '{', '<']).next().unwrap().to_owned()
}

fn function(item: &Item) -> (String, Endpoint) {
    let (head, builder) = item.header.rsplit_once(") -> ").unwrap();
    let (name, arguments) = head.strip_prefix("fn ").unwrap().split_once('(').unwrap();
    let arguments = split(arguments).into_iter().map(|argument| {
        let (name, of) = argument.split_once(": ").unwrap();
        Input { name: name.to_owned(), of: bare(of), write: write_of(&item.body, name) }
    });
    let endpoint =
        Endpoint { function: name.to_owned(), arguments: arguments.collect(), ..Endpoint::default() };
    (first_word(builder), endpoint)
}

fn setter(item: &Item) -> Option<Input> {
    let (name, rest) = item.header.strip_prefix("fn ")?.split_once("(self, value: ")?;
    let of = rest.strip_suffix(") -> Self {")?;
    Some(Input { name: name.to_owned(), of: bare(of), write: write_of(&item.body, "value") })
}

/// A type that the facts of an operation say.
fn said(facts: &str, name: &str) -> String {
    let (_, said) = facts.split_once(&format!("type {name} = ")).unwrap();
    said.split(';').next().unwrap().to_owned()
}

/// The setters that all requests of lists share, and those that all have which name an account.
fn shared(inputs: &str) -> Vec<Input> {
    let setter = |name: &str, of: &str, verb: &str, wire: &str| Input {
        name: name.to_owned(),
        of: of.to_owned(),
        write: Some((verb.to_owned(), wire.to_owned())),
    };
    let parameters = inputs.split_once("Takes<").map_or("", |(_, takes)| takes.trim_end_matches('>'));
    let is_taken = |place: usize| split(parameters).get(place).is_some_and(|taken| taken.ends_with("Taken"));
    let mut setters = Vec::new();
    if is_taken(1) {
        setters.push(setter("page_size", "i64", "query", "PageSize"));
        setters.push(setter("page_number", "i64", "query", "Page"));
        setters.push(setter("page_token", "String", "query", "PageToken"));
    }
    if is_taken(2) {
        setters.push(setter("account", "::ringfence::AccountSid", "path", "AccountSid"));
    }
    setters
}

/// The constructors of a group, each with what its variant writes.
fn constructors(methods: &[Item], write: &str) -> Vec<Input> {
    let constructor = |item: &Item| {
        let (name, rest) = item.header.strip_prefix("fn ")?.split_once("(value: ")?;
        let variant = item.body.split_once("Self::")?.1.split('(').next()?;
        let arm = write.split_once(&format!("Self::{variant}(value) =>"))?.1;
        let of = bare(rest.strip_suffix(") -> Self {")?);
        Some(Input { name: name.to_owned(), of, write: write_of(arm, "value") })
    };
    methods.iter().filter_map(constructor).collect()
}

/// The first call that writes a variable: `.with_form("To", to)`, and in a group `.form("To", value)`.
fn write_of(body: &str, variable: &str) -> Option<(String, String)> {
    let ends = [".into()", ")", ",", ".clamp("].map(|end| format!("\", {variable}{end}"));
    let ends = [ends.as_slice(), &[format!("\", ::ringfence::private::map({variable})")]].concat();
    let at = ends.iter().filter_map(|end| body.find(end.as_str())).min()?;
    let (call, wire) = body.get(..at)?.rsplit_once('"')?;
    let verb = call.trim_end_matches(['(', ' ']).rsplit('.').next()?.split("::<").next()?;
    Some((verb.strip_prefix("with_").unwrap_or(verb).to_owned(), wire.to_owned()))
}

fn bare(of: &str) -> String {
    let inner = of.strip_prefix("impl Into<").and_then(|of| of.strip_suffix('>'));
    inner.unwrap_or(of).to_owned()
}

/// Parts between the commas that stand in no bracket.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for letter in text.chars() {
        depth += i32::from("<([".contains(letter)) - i32::from(">)]".contains(letter));
        if letter == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(letter);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn fields(body: &str) -> BTreeMap<String, String> {
    let fields = split(body.trim_end_matches('}'));
    let field = |text: &String| {
        let (name, of) = text.rsplit_once("pub ")?.1.split_once(": ")?;
        let of = of.strip_prefix("Option<")?.strip_suffix('>')?;
        Some((name.to_owned(), of.to_owned()))
    };
    fields.iter().filter_map(field).collect()
}
