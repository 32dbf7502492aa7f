//! What users choose: operations, names, facts and derives.

use crate::documents::{document, lines};
use ringfence_codegen::{Config, Fact};
use ringfence_tests::corpus::{corpus, skip};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const THINGS: &str = "\
/v1/Things:
  get:
    operationId: ListThing
    tags: [Reading]
    parameters: [{$ref: '#/components/parameters/Size'}]
    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/v1.thing'}}}}}
  post:
    operationId: CreateThing
    tags: [Writing]
    x-twilio: {conditional: [[a, b]]}
    requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/v1.input'}}}}
    responses: {'201': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/v1.thing'}}}}}
/v1/Things/{Id}:
  parameters: [{name: Id, in: path, required: true, schema: {type: string}}]
  get:
    operationId: FetchThing
    tags: [Reading]
    parameters: [{$ref: '#/components/parameters/Size'}]
    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/v1.other'}}}}}
  post:
    operationId: UpdateThing
    requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {Id: {type: string}}}}}}
    responses: {'204': {description: Done}}
";

const SCHEMAS: &str = "\
parameters: {Size: {name: Size, in: query, schema: {type: integer}}}
schemas:
  v1.input: {type: object, properties: {A: {type: string}, B: {type: string}, C.D: {type: string}}}
  v1.thing: {type: object, properties: {sid: {type: string}, price: {type: string}, part: {type: object, properties: {deep: {type: string}}}, kind: {$ref: '#/components/schemas/kind'}}}
  v1.other: {type: object, properties: {sid: {type: string}}}
  kind: {type: string, enum: [a, b]}
  unused: {type: object, properties: {sid: {type: string}}}
";

fn things() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("things_v1.yaml"), document(THINGS, SCHEMAS)).unwrap();
    fs::write(folder.path().join("others_v1.yaml"), document(THINGS, SCHEMAS)).unwrap();
    folder
}

fn one(folder: &TempDir) -> Config {
    Config::new().document_file(folder.path().join("things_v1.yaml"))
}

/// The generated text, white space squeezed.
fn text(config: &Config) -> String {
    let files = config.files().unwrap_or_else(|problems| panic!("{problems}"));
    let text: String = files.texts.values().map(String::as_str).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn functions(config: &Config) -> Vec<String> {
    let text = text(config);
    let names = text.split("pub fn ").skip(1).filter_map(|rest| rest.split_once('('));
    let names = names.map(|(name, _)| name.to_owned());
    names.filter(|name| name.ends_with("_thing")).collect()
}

fn problems(config: &Config) -> Vec<String> {
    lines(&config.files().unwrap_err())
}

fn assert_problem(config: Config, expected: &str) {
    let found = problems(&config);
    assert!(found.len() == 1 && found[0].contains(expected), "no `{expected}` in {found:?}");
}

#[test]
fn operations_are_selected_by_id_pattern_path_tag_and_document() {
    let folder = things();
    assert_eq!(functions(&one(&folder)).len(), 4);
    assert_eq!(functions(&one(&folder).operations(["FetchThing"])), ["fetch_thing"]);
    assert_eq!(functions(&one(&folder).operations(["*Thing"])).len(), 4);
    assert_eq!(functions(&one(&folder).paths(["/v1/Things/*"])), ["fetch_thing", "update_thing"]);
    assert_eq!(functions(&one(&folder).paths(["/v1/Things/{Id}"])).len(), 2, "as the document writes it");
    assert_eq!(functions(&one(&folder).tags(["Reading"])), ["list_thing", "fetch_thing"]);
    let both = one(&folder).tags(["Writing"]).operations(["UpdateThing"]);
    assert_eq!(functions(&both), ["create_thing", "update_thing"], "the parts come beside one another");
    let all = Config::new().document_file(folder.path());
    let some = all.clone().operations(["things_v1::*", "others_v1::FetchThing"]);
    let files = some.files().unwrap();
    assert_eq!(files.operations, 5);
    assert_eq!(files.texts["others_v1.rs"].matches("const OPERATION: ").count(), 1);
    let none = all.operations(["things_v1::*"]).files().unwrap();
    assert!(
        !none.texts.contains_key("others_v1.rs"),
        "a document of which nothing is wanted gives no module"
    );
}

#[test]
fn what_selects_nothing_is_a_problem_with_the_nearest_names() {
    let folder = things();
    assert_problem(
        one(&folder).operations(["FetchThin"]),
        "an operation `FetchThin`; did you mean `FetchThing`?",
    );
    assert_problem(one(&folder).tags(["reading"]), "a tag `reading`; did you mean `Reading`?");
    assert_problem(one(&folder).paths(["/v1/Thing"]), "a path `/v1/Thing`; did you mean `/v1/Things`?");
    assert_problem(one(&folder).paths(["/v2/*"]), "paths: no path of the documents matches `/v2/*`");
    assert_problem(one(&folder).operations(["thing_v1::*"]), "the module `thing_v1`");
    assert_problem(
        one(&folder).operations(["things_v1::Fetch"]),
        "the document `things_v1` has no operation `Fetch`",
    );
    let three = one(&folder).operations(["A1", "FetchThing"]).tags(["B1"]).paths(["C1"]);
    assert_eq!(problems(&three).len(), 3, "all at once");
}

#[test]
fn modules_are_named_and_the_name_selects_too() {
    let folder = things();
    let config = one(&folder).module("things_v1", "mine").operations(["mine::FetchThing"]);
    assert!(config.files().unwrap().texts.contains_key("mine.rs"));
    assert_problem(
        one(&folder).module("things_v2", "mine"),
        "modules: no document gives the module `things_v2`; did you mean `things_v1`?",
    );
    for name in ["Mine", "type", "2", "a-b", "", "self"] {
        assert_problem(one(&folder).module("things_v1", name), "is no name of a module");
    }
    let same = Config::new().document_file(folder.path()).module("things_v1", "others_v1");
    assert_problem(same, "gives the module `others_v1`, and so does");
}

#[test]
fn renames_reach_operations_inputs_schemas_and_fields() {
    let folder = things();
    let config = one(&folder)
        .rename("CreateThing", "MakeThing")
        .rename("CreateThing.C.D", "both")
        .rename("CreateThing.A", "first")
        .rename("v1.thing", "Item")
        .rename("v1.thing.price", "cost")
        .rename("v1.thing.part.deep", "down");
    let code = text(&config);
    for snippet in [
        "pub fn make_thing(",
        "pub type MakeThing =",
        "Operation::new( \"CreateThing\"",
        "pub fn both(self, value: impl Into<String>) -> Self { self.with_form(\"C.D\", value) }",
        "pub fn first(value: impl Into<String>) -> Self",
        "pub struct Item {",
        "pub cost: Option<String>",
        "\"price\"",
        "pub down: Option<String>",
    ] {
        assert!(code.contains(snippet), "no `{snippet}` in {code}");
    }
    assert!(code.contains("pub struct Other {"), "a rename leaves the names of others alone");
}

#[test]
fn renames_reach_the_values_of_enums() {
    let folder = things();
    let schemas = SCHEMAS.replace(
        "  unused:",
        "  kinds: {type: array, items: {$ref: '#/components/schemas/kind'}}\n  unused:",
    );
    let paths = THINGS.replace(
        "properties: {Id: {type: string}}",
        "properties: {Id: {type: string}, Way: {type: string, enum: [x.y, 'US:EIN', '']}, \
         Kinds: {$ref: '#/components/schemas/kinds'}, Colors: {type: array, items: {type: string, enum: [red, a]}}}",
    );
    fs::write(folder.path().join("things_v1.yaml"), document(&paths, &schemas)).unwrap();
    let config = one(&folder)
        .rename("kind.a", "First")
        .rename("UpdateThing.Way.x.y", "Both")
        .rename("UpdateThing.Way.US:EIN", "EmployerNumber")
        .rename("UpdateThing.Way.", "Nothing")
        .rename("UpdateThing.Colors.a", "Amber");
    let code = text(&config);
    for snippet in [
        "Kind, Unlisted { First = \"a\", B = \"b\", }",
        "/// `a` /// /// `a` in the document; here that name is taken, or the settings chose another. First,",
        "UpdateThingWay, Unlisted { Both = \"x.y\", EmployerNumber = \"US:EIN\", Nothing = \"\", }",
        "UpdateThingColors, Unlisted { Red = \"red\", Amber = \"a\", }",
    ] {
        assert!(code.contains(snippet), "no `{snippet}` in {code}");
    }
    // By way of whatever is of the type, which has one name for it.
    for address in ["v1.thing.kind.a", "UpdateThing.Kinds.a", "kinds.a"] {
        let code = text(&one(&folder).rename(address, "First"));
        assert!(code.contains("Kind, Unlisted { First = \"a\", B = \"b\", }"), "{address}: {code}");
    }
    // A rename of the schema stands beside those of its values.
    let code = text(&one(&folder).rename("kind.b", "Second").rename("kind", "Sort"));
    assert!(code.contains("Sort, Unlisted { A = \"a\", Second = \"b\", }"), "{code}");
    let with = |address: &str, name: &str| one(&folder).rename(address, name);
    assert_problem(
        with("kind.aa", "X"),
        "nothing in the documents is called `kind.aa`; did you mean `kind.a` or `kind.b`?",
    );
    assert_problem(with("kind.a", "B"), "the name `B` is taken");
    assert_problem(with("kind.a", "Unlisted"), "the name `Unlisted` is taken");
    assert_problem(with("kind.a", "a-b"), "`a-b` is no name");
    assert_problem(
        one(&folder).override_fact("kind.a", Fact::Deprecated(true)),
        "`deprecated` is no fact of a value: only its name can be chosen",
    );
}

#[test]
fn renames_that_cannot_be_are_problems() {
    let folder = things();
    assert_problem(
        one(&folder).rename("CreateThin", "A"),
        "renames: nothing in the documents is called `CreateThin`; did you mean `CreateThing`?",
    );
    assert_problem(
        one(&folder).rename("CreateThing.E", "A"),
        "`CreateThing.E`; did you mean `CreateThing.A`",
    );
    assert_problem(one(&folder).rename("v1.thing.prise", "A"), "did you mean `v1.thing.price`");
    assert_problem(one(&folder).rename("things_v9::CreateThing", "A"), "did you mean `things_v1`?");
    assert_problem(one(&folder).rename("CreateThing", "a b"), "`a b` is no name");
    assert_problem(
        one(&folder).rename("CreateThing", "FetchThing"),
        "the name `FetchThing` is taken in the module `things_v1`",
    );
    assert_problem(one(&folder).rename("v1.thing", "ListThing"), "the name `ListThing` is taken");
    assert_problem(one(&folder).rename("CreateThing.C.D", "send"), "the name `send` is taken");
    assert_problem(
        one(&folder).rename("UpdateThing.Id", "x"),
        "`UpdateThing.Id` is two inputs; say `UpdateThing.path.Id` or `UpdateThing.form.Id`",
    );
    let told = text(&one(&folder).rename("UpdateThing.form.Id", "new_id"));
    assert!(
        told.contains("pub fn new_id(") && told.contains("pub fn update_thing(id: impl Into<String>)"),
        "{told}"
    );
}

#[test]
fn overrides_replace_facts() {
    let folder = things();
    let config = one(&folder)
        .override_fact("CreateThing", Fact::Conditional(Vec::new()))
        .override_fact("CreateThing.A", Fact::Required(true))
        .override_fact("CreateThing.B", Fact::Type("integer".to_owned()))
        .override_fact("v1.thing.price", Fact::Type("number".to_owned()))
        .override_fact("v1.thing.sid", Fact::Pattern("^TH[0-9a-fA-F]{32}$".to_owned()))
        .override_fact("v1.thing.kind", Fact::Enum(vec!["x".to_owned(), "y".to_owned()]))
        .override_fact("v1.thing.part", Fact::Items("string".to_owned()))
        .override_fact("v1.other.sid", Fact::Personal(true))
        .override_fact("FetchThing.Size", Fact::Deprecated(true))
        .override_fact("UpdateThing", Fact::Description("Says more.".to_owned()));
    let code = text(&config);
    for snippet in [
        "pub fn create_thing(a: impl Into<String>) -> CreateThing",
        "pub fn b(self, value: i64)",
        "pub price: Option<::ringfence::Decimal>",
        "pub sid: Option<::ringfence::Sid<'T', 'H'>>",
        "pub kind: Option<ThingKind>",
        "pub part: Option<Vec<String>>",
        "/// Says more.",
    ] {
        assert!(code.contains(snippet), "no `{snippet}` in {code}");
    }
    assert_eq!(
        code.matches("#[deprecated").count(),
        1,
        "a parameter that operations share is changed for one alone"
    );
}

#[test]
fn overrides_that_say_nothing_or_the_wrong_thing_are_problems() {
    let folder = things();
    let with = |address: &str, fact| one(&folder).override_fact(address, fact);
    assert_problem(
        with("CreateThing.Z", Fact::Required(true)),
        "overrides: nothing in the documents is called `CreateThing.Z`",
    );
    let same = "the document says so itself now; remove this line";
    assert_problem(with("CreateThing.A", Fact::Required(false)), same);
    assert_problem(with("v1.thing.sid", Fact::Type("string".to_owned())), same);
    assert_problem(with("FetchThing", Fact::Conditional(Vec::new())), same);
    assert_problem(with("v1.thing", Fact::Deprecated(false)), same);
    let also =
        |fact| with("v1.thing.sid", Fact::Type("string".to_owned())).override_fact("v1.thing.sid", fact);
    assert_problem(also(Fact::Personal(true)), &format!("{same} (`type`)"));
    assert_eq!(problems(&also(Fact::Required(false))).len(), 2, "each by its name");
    assert!(
        also(Fact::Format("date".to_owned())).files().is_ok(),
        "what is said of the type is said together"
    );
    let folder_of_two = Config::new().document_file(folder.path());
    fs::write(
        folder.path().join("others_v1.yaml"),
        document(THINGS, &SCHEMAS.replace("sid: {type: string}", "sid: {type: integer}")),
    )
    .unwrap();
    assert!(
        folder_of_two.override_fact("v1.thing.sid", Fact::Type("string".to_owned())).files().is_ok(),
        "one of two documents needs it"
    );
    assert_problem(with("v1.thing", Fact::Required(true)), "`required` is a fact of inputs and fields");
    assert_problem(with("FetchThing", Fact::Maximum(1)), "`maximum` is a fact of inputs, fields and schemas");
    assert_problem(with("FetchThing.Id", Fact::Required(false)), "a path variable is always required");
    assert_problem(
        with("CreateThing.A", Fact::Security("none".to_owned())),
        "`security` is a fact of operations",
    );
    assert_problem(
        with("FetchThing", Fact::Security("oauth".to_owned())),
        "declares no security scheme of the kind `oauth`",
    );
    assert_problem(
        with("v1.thing.kind", Fact::Schema("kinds".to_owned())),
        "there is no `#/components/schemas/kinds` in the document; did you mean `kind`?",
    );
    assert_problem(with("CreateThing", Fact::Conditional(vec![vec!["zz".to_owned()]])), "`zz`");
}

#[test]
fn derives_that_cannot_be_are_problems() {
    let folder = things();
    let with = |name: &str, derive: &str| one(&folder).derive(name, [derive]);
    assert!(text(&with("things_v1::Thing", "my::Trait")).contains("#[derive(my::Trait)]"));
    assert_problem(with("Thin", "PartialEq"), "no struct or enum `Thin` is generated; did you mean `Thing`?");
    assert_problem(with("Unused", "PartialEq"), "no struct or enum `Unused`");
    assert_problem(with("Thing", "Clone"), "`Thing` has `Clone` already");
    assert_problem(with("Kind", "Hash"), "`Kind` has `Hash` already");
    assert_problem(with("Thing", "std::clone::Clone"), "`Thing` has `Clone` already");
    assert_problem(with("*", "::core::fmt::Debug"), "`*` has `Debug` already");
    assert_problem(with("Thing", "Copy"), "`Thing` cannot be `Copy`: it holds text");
    assert_problem(with("*", "Ord"), "`*` cannot be `Ord`: numbers");
    assert_problem(with("Thing", "Eq"), "`Thing` cannot be `Eq` without `PartialEq`: name both");
    assert_problem(with("Kind", "Default"), "`Kind` cannot be `Default`: none of the values stands for all");
    assert_problem(with("Thing", "Serialize"), "`Serialize` alone is not found where generated code stands");
    assert_problem(with("Thing", "not a path"), "`not a path` is no path of a derive");
}

#[test]
fn settings_of_a_manifest_are_those_of_calls_and_problems_have_its_lines() {
    let folder = things();
    let manifest = |settings: &str| {
        let text = format!(
            "[package]\nname = \"p\"\nedition = \"2024\"\n\n[package.metadata.ringfence]\ndocuments = [\"things_v1.yaml\"]\n{settings}"
        );
        fs::write(folder.path().join("Cargo.toml"), text).unwrap();
        Config::from_manifest_of(folder.path())
    };
    fs::create_dir_all(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    let config = manifest(
        "operations = [\"Fetch*\"]\ntags = [\"Writing\"]\nmodules = { things_v1 = \"mine\" }\n\
         [package.metadata.ringfence.renames]\nCreateThing = \"MakeThing\"\n\
         [package.metadata.ringfence.derives]\nThing = [\"PartialEq\"]\n\
         [package.metadata.ringfence.overrides]\n\"CreateThing.C.D\" = { required = true }\nCreateThing = { conditional = [] }\n",
    );
    let same = one(&folder)
        .operations(["Fetch*"])
        .tags(["Writing"])
        .module("things_v1", "mine")
        .rename("CreateThing", "MakeThing")
        .derive("Thing", ["PartialEq"])
        .override_fact("CreateThing.C.D", Fact::Required(true))
        .override_fact("CreateThing", Fact::Conditional(Vec::new()));
    assert_eq!(config.files().unwrap().texts, same.files().unwrap().texts);
    let found = problems(&manifest(
        "operations = [\"Fech*\", \"FetchThing\"]\n[package.metadata.ringfence.renames]\nCreateThin = \"A\"\n\
         [package.metadata.ringfence.overrides]\nCreateThing = { requird = true }\n",
    ));
    let has = |text: &str| found.iter().any(|problem| problem.contains(text));
    assert!(
        has("Cargo.toml:11:1: overrides: `CreateThing`: `requird` is no fact; did you mean `required`?"),
        "{found:?}"
    );
    let found = problems(&manifest(
        "operations = [\"Fech*\"]\n[package.metadata.ringfence.renames]\nCreateThin = \"A\"\n",
    ));
    let has = |text: &str| found.iter().any(|problem| problem.contains(text));
    assert!(has("Cargo.toml:7:15: operations: no operation of the documents matches `Fech*`"), "{found:?}");
    assert!(has("Cargo.toml:9:1: renames: nothing in the documents is called `CreateThin`"), "{found:?}");
}

/// The items of generated code, by kind and name.
fn items(text: &str) -> BTreeMap<String, String> {
    let file = syn::parse_file(text).unwrap();
    let mut items = BTreeMap::new();
    for item in file.items {
        let tokens = quote::quote!(#item).to_string();
        let key = match &item {
            syn::Item::Fn(item) => format!("fn {}", item.sig.ident),
            syn::Item::Struct(item) => format!("type {}", item.ident),
            syn::Item::Enum(item) => format!("type {}", item.ident),
            syn::Item::Type(item) => format!("type {}", item.ident),
            // The list of operations, which are looked at one by one.
            syn::Item::Macro(item) if item.mac.path.segments.last().unwrap().ident == "operations" => {
                continue;
            }
            _ => tokens.clone(),
        };
        items.insert(key, tokens);
    }
    items
}

/// With what the selection needs and nothing else: each item is as it is in the whole, and each type is named by another.
fn assert_minimal(document: &Path, pattern: &str) {
    let whole = Config::new().document_file(document).files().unwrap();
    let some = Config::new().document_file(document).operations([pattern]).files().unwrap();
    assert!(some.operations > 0 && some.operations < whole.operations);
    let name = some.texts.keys().find(|name| *name != "mod.rs").unwrap();
    let (whole, some) = (items(&whole.texts[name]), items(&some.texts[name]));
    for (key, tokens) in &some {
        assert_eq!(whole.get(key), Some(tokens), "{key} of {name} is another in the whole");
    }
    let types = some.keys().filter_map(|key| key.strip_prefix("type "));
    for known in types {
        let word = |tokens: &String| tokens.split_whitespace().any(|word| word == known);
        let users = some.iter().filter(|(key, tokens)| **key != format!("type {known}") && word(tokens));
        // Its own implementations name it, too.
        let outside = users.filter(|(_, tokens)| {
            !tokens.starts_with("impl") || !tokens.contains(&format!("for {known} {{"))
        });
        let own = [format!("impl {known} {{"), format!("! ({known}"), format!("! ( {known}")];
        let others = outside.filter(|(_, tokens)| !own.iter().any(|own| tokens.contains(own)));
        assert!(others.count() > 0, "{known} of {name} is used by nothing");
    }
}

/// Types that have no name in the document, and that others would be called like: of operations, groups and schemas, also
/// of those that nothing needs, one within another.
const RIVALS: &str = "\
/v1/A:
  get:
    operationId: Fetch
    parameters: [{name: XKind, in: query, schema: {type: string, enum: [a, b]}}]
    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/plain'}}}}}
/v1/B:
  get:
    operationId: FetchX
    parameters: [{name: Kind, in: query, schema: {type: string, enum: [c, d]}}]
    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}}
/v1/C:
  post:
    operationId: CreateT
    x-twilio: {conditional: [[a, b]]}
    requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {A: {type: string}, B: {type: string}}}}}}
    responses: {'204': {description: Done}}
/v1/D:
  post:
    operationId: UpdateT
    x-twilio: {conditional: [[a, b]]}
    requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {A: {type: string}, B: {type: string}}}}}}
    responses: {'204': {description: Done}}
/v1/E:
  get:
    operationId: FetchThing
    responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {Part: {type: object, properties:
      {inner: {type: object, properties: {a: {type: string}}}}}}}}}}}
/v1/F:
  get:
    operationId: Broken
    parameters: [{name: Kind, in: cookie, schema: {type: string}}]
    responses: {}
";

const RIVAL_SCHEMAS: &str = "\
schemas:
  plain: {type: object, properties: {t: {type: object, properties: {a: {type: string}}}}}
  fetch_thing_response: {type: object, properties: {part_2_inner: {type: object, properties: {b: {type: string}}}}}
  fetch_thing: {type: object, properties: {response_part: {type: object, properties: {c: {type: string}}}}}
  fetch: {type: object, properties: {thing_part_inner: {type: object, properties: {d: {type: string}}}}}
  thing: {type: object, properties: {part: {$ref: '#/components/schemas/thing_part'}, x_kind: {type: object, properties: {e: {type: string}}}}}
  thing_part: {type: object, properties: {kind: {type: string, enum: [x]}}}
  thing_: {type: object, properties: {part_kind: {type: string, enum: [y]}}}
";

#[test]
fn types_without_a_name_are_called_alike_whatever_is_selected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rivals_v1.yaml");
    fs::write(&path, document(RIVALS, RIVAL_SCHEMAS)).unwrap();
    for operation in ["Fetch", "FetchX", "CreateT", "UpdateT", "FetchThing", "Fetch*", "*T"] {
        let without = document(&RIVALS.replace("operationId: Broken", "x-id: Broken"), RIVAL_SCHEMAS);
        let whole = folder.path().join("whole").join("rivals_v1.yaml");
        fs::create_dir_all(whole.parent().unwrap()).unwrap();
        fs::write(&whole, without.replace("/v1/F:", "x-f:")).unwrap();
        let some = Config::new().document_file(&path).operations([operation]).files().unwrap();
        let all = Config::new().document_file(&whole).files().unwrap();
        let (some, all) = (items(&some.texts["rivals_v1.rs"]), items(&all.texts["rivals_v1.rs"]));
        for (key, tokens) in &some {
            assert_eq!(all.get(key), Some(tokens), "{key} of {operation} is another in the whole");
        }
    }
    let alone = |id: &str| text(&Config::new().document_file(&path).operations([id]));
    assert!(alone("FetchX").contains("pub enum FetchXKind2 {"), "{}", alone("FetchX"));
    assert!(alone("UpdateT").contains("pub enum TAOrB2 {") && !alone("UpdateT").contains("pub enum TAOrB {"));
}

#[test]
fn a_selection_gives_what_it_needs_and_nothing_else() {
    let Some(corpus) = corpus() else { return skip("selections of Twilio's documents: corpus not found") };
    for (document, pattern) in [
        ("twilio_api_v2010", "*Message*"),
        ("twilio_api_v2010", "CreateCall"),
        ("twilio_messaging_v1", "*UsAppToPerson"),
        ("twilio_taskrouter_v1", "List*"),
        ("twilio_flex_v1", "Fetch*"),
        ("twilio_numbers_v2", "Create*"),
        ("twilio_iam_v1", "List*"),
    ] {
        assert_minimal(&corpus.join(format!("specs/yaml/{document}.yaml")), pattern);
    }
}
