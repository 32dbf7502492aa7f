//! What attributes of other crates say: where a field is read from, and what a span records.

use super::Lowering;
use super::attribute::{parts, text_of};
use super::item::lower_type;
use crate::gather::{Gather, PutAll};
use crate::hook::{is_field, to_pascal};
use crate::ir::{FieldHint, StructHints, Traced, Type};
use proc_macro2::TokenTree;
use syn::{Attribute, Meta};

/// Attributes of crates that read a field from outside or build a struct, and their keys that name the place.
const READERS: &[&str] = &["arg", "builder", "clap", "env", "envconfig", "from_env", "serde", "structopt"];
const SOURCES: &[&str] = &["env", "from", "name", "rename", "var"];
const DEFAULTS: &[&str] = &["default", "default_value", "default_value_t"];

impl Lowering<'_> {
    /// What the attributes of a struct and its fields say.
    pub(super) fn struct_hints(&mut self, item: &syn::ItemStruct) -> StructHints {
        let conditional = self.conditional(&item.attrs);
        let is_debug = |path: &syn::Path| {
            let root = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
            // Another crate's may leave fields out.
            is_last(path, "Debug") && (path.segments.len() == 1 || matches!(root.as_str(), "core" | "std"))
        };
        let derives = |is_it: &dyn Fn(&syn::Path) -> bool| {
            let attributes = item.attrs.iter().chain(&conditional);
            let derives = attributes.filter(|attribute| attribute.path().is_ident("derive"));
            derives.flat_map(|attribute| parts(&attribute.meta)).any(|part| is_it(part.path()))
        };
        let ends = |path: &syn::Path, is_it: &dyn Fn(&str) -> bool| {
            path.segments.last().is_some_and(|last| is_it(&last.ident.to_string()))
        };
        let is_shown = derives(&is_debug);
        let is_built = derives(&|path| ends(path, &|name| name.ends_with("Builder")));
        let is_read = derives(&|path| ends(path, &|name| matches!(name, "Deserialize" | "FromForm")));
        let hook = if is_read { wire_names(item).find(|name| is_field(name)) } else { None };
        let is_flat = |field: &&syn::Field| {
            serde_metas(&field.attrs).iter().any(|meta| meta.path().is_ident("flatten"))
        };
        let flat = item.fields.iter().filter(is_flat).filter_map(|field| field.ident.as_ref());
        let flattened = if is_read { flat.map(ToString::to_string).gather() } else { Vec::new() };
        let (mut fields, mut given) = (Vec::new(), Vec::new());
        for (index, field) in item.fields.iter().enumerate() {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            if let Some((parameter, number)) = parameter_of(&lower_type(&field.ty), &item.generics) {
                given.push((name.clone(), parameter, number));
            }
            let mut hint = FieldHint { field: name, source: None, default: None };
            let conditional = self.conditional(&field.attrs);
            let readers = field.attrs.iter().chain(&conditional);
            let readers =
                readers.filter(|attribute| READERS.iter().any(|reader| is_last(attribute.path(), reader)));
            for attribute in readers {
                self.read_hint(attribute, &mut hint);
            }
            if hint.source.is_some() || hint.default.is_some() {
                fields.push(hint);
            }
        }
        let is_written = derives(&|path| ends(path, &|name| name == "Serialize"));
        let renamed = if is_written { written_names(item) } else { Vec::new() };
        StructHints { is_shown, is_built, fields, given, hook, flattened, renamed }
    }

    fn read_hint(&mut self, attribute: &Attribute, hint: &mut FieldHint) {
        let is_serde = is_last(attribute.path(), "serde");
        for part in parts(&attribute.meta) {
            match part {
                Meta::Path(path) if path.is_ident("env") => {
                    let place = self.path_place(&path);
                    hint.source = Some((hint.field.to_ascii_uppercase(), place));
                }
                Meta::NameValue(pair) if SOURCES.iter().any(|source| pair.path.is_ident(source)) => {
                    if let Some(name) = text_of(&pair.value) {
                        hint.source = Some((name, self.expr(pair.value).place));
                    }
                }
                // serde's default names a function.
                Meta::NameValue(pair)
                    if !is_serde && DEFAULTS.iter().any(|default| pair.path.is_ident(default)) =>
                {
                    hint.default = Some(self.expr(pair.value));
                }
                _ => {}
            }
        }
    }

    /// What `#[tracing::instrument]` says about the function under it.
    pub(super) fn traced(&mut self, attributes: &[Attribute]) -> Option<Traced> {
        let attribute = attributes.iter().find(|attribute| is_last(attribute.path(), "instrument"))?;
        let mut traced = Traced::default();
        let Meta::List(list) = &attribute.meta else { return Some(traced) };
        let mut before = String::new();
        for tree in list.tokens.clone() {
            match tree {
                TokenTree::Group(group) if before == "skip" => {
                    traced.skips.put_all(group.stream().into_iter().map(|tree| tree.to_string()));
                }
                TokenTree::Group(group) if before == "fields" => {
                    for (name, field) in self.span_fields(group.stream()) {
                        // A field stands in for the argument of its name.
                        traced.skips.push(name);
                        traced.fields.put_all(field);
                    }
                }
                TokenTree::Ident(ident) => {
                    before = ident.to_string();
                    traced.skips_all |= before == "skip_all";
                }
                _ => before.clear(),
            }
        }
        Some(traced)
    }
}

/// The type parameter that a type is, whatever holds it, and which of them it is.
fn parameter_of(ty: &Type, generics: &syn::Generics) -> Option<(String, usize)> {
    const HOLDERS: &[&str] = &["Arc", "Box", "Cow", "Mutex", "Option", "Rc", "RefCell", "RwLock"];
    let name = ty.path.last()?;
    if let Some(inner) = ty.args.first().filter(|_| HOLDERS.contains(&name.as_str())) {
        return parameter_of(inner, generics);
    }
    let number = generics.type_params().position(|parameter| parameter.ident == *name)?;
    (ty.path.len() == 1).then(|| (name.clone(), number))
}

/// What serde's attributes, or those of a form's field, say.
fn serde_metas(attributes: &[Attribute]) -> Vec<Meta> {
    let ours = attributes
        .iter()
        .filter(|attribute| is_last(attribute.path(), "serde") || is_last(attribute.path(), "field"));
    ours.flat_map(|attribute| parts(&attribute.meta)).gather()
}

/// The text that `key = ".."` gives where it is read, also as `key(deserialize = "..")`.
fn given_text(meta: &Meta, key: &str) -> Option<String> {
    text_given(meta, key, "deserialize")
}

/// The text that `key = ".."` gives, also as `key(way = "..")`.
fn text_given(meta: &Meta, key: &str, way: &str) -> Option<String> {
    match meta {
        Meta::NameValue(pair) if pair.path.is_ident(key) => text_of(&pair.value),
        Meta::List(list) if list.path.is_ident(key) => {
            parts(meta).iter().find_map(|part| text_given(part, way, way))
        }
        _ => None,
    }
}

/// The fields that are written under another name, and that name.
fn written_names(item: &syn::ItemStruct) -> Vec<(String, String)> {
    let fields = item.fields.iter().filter_map(|field| {
        let metas = serde_metas(&field.attrs);
        let name = metas.iter().find_map(|meta| text_given(meta, "rename", "serialize"))?;
        Some((super::item::plain(field.ident.as_ref()?), name))
    });
    fields.gather()
}

/// The names under which a struct's fields are read.
fn wire_names(item: &syn::ItemStruct) -> impl Iterator<Item = String> {
    let is_pascal = serde_metas(&item.attrs)
        .iter()
        .any(|meta| given_text(meta, "rename_all").is_some_and(|case| case == "PascalCase"));
    item.fields.iter().flat_map(move |field| {
        let metas = serde_metas(&field.attrs);
        let given = |key: &'static str| metas.iter().filter_map(move |meta| given_text(meta, key));
        let mut names: Vec<String> = given("rename").chain(given("name")).gather();
        let own = field.ident.as_ref().filter(|_| names.is_empty()).map(super::item::plain);
        names.put_all(own.map(|own| if is_pascal { to_pascal(&own) } else { own }));
        names.put_all(given("alias"));
        names
    })
}

fn is_last(path: &syn::Path, name: &str) -> bool {
    path.segments.last().is_some_and(|last| last.ident == name)
}
