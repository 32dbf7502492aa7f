//! Attributes: `cfg`, permits, and the marks of functions.

use super::Lowering;
use crate::gather::{Gather, PutAll};
use crate::ir::{Enforced, FunctionMarks, Permit, Region};
use crate::sorted::Set;
use crate::{Level, Place};
use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::token::{Bracket, Pound};
use syn::{AttrStyle, Attribute, Expr, Lit, Meta, Token};

/// What may be on while a crate is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cfg {
    /// The features that may be on; `None` where they are not known: then any may be.
    pub features: Option<Set<String>>,
}

/// What a `cfg` says about the code under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Off,
    On,
    Marked(Region),
}

impl Cfg {
    /// Switches further features on.
    pub(crate) fn enable(&mut self, more: &Set<String>) {
        if let Some(features) = &mut self.features {
            features.extend(more.iter().cloned());
        }
    }

    /// Whether a predicate can hold in some build; code that can be on is judged.
    fn can_hold(&self, predicate: &Meta) -> bool {
        match predicate {
            Meta::List(list) if list.path.is_ident("not") => {
                parts(predicate).first().is_none_or(|inner| !self.must_hold(inner))
            }
            Meta::List(list) if list.path.is_ident("any") => {
                parts(predicate).iter().any(|part| self.can_hold(part))
            }
            Meta::List(_) => parts(predicate).iter().all(|part| self.can_hold(part)),
            Meta::NameValue(pair) if pair.path.is_ident("feature") => {
                match (&self.features, text_of(&pair.value)) {
                    (Some(features), Some(name)) => features.contains(&name),
                    _ => true,
                }
            }
            _ => true,
        }
    }

    fn must_hold(&self, predicate: &Meta) -> bool {
        match predicate {
            Meta::List(list) if list.path.is_ident("all") => {
                parts(predicate).iter().all(|part| self.must_hold(part))
            }
            Meta::List(list) if list.path.is_ident("any") => {
                parts(predicate).iter().any(|part| self.must_hold(part))
            }
            Meta::List(list) if list.path.is_ident("not") => {
                parts(predicate).first().is_some_and(|inner| !self.can_hold(inner))
            }
            _ => false,
        }
    }

    /// What `cfg!` comes out as, where every build agrees.
    pub(super) fn known(&self, predicate: TokenStream) -> Option<bool> {
        let predicate: Meta = syn::parse2(predicate).ok()?;
        match (self.can_hold(&predicate), self.must_hold(&predicate)) {
            (false, _) => Some(false),
            (_, true) => Some(true),
            _ => None,
        }
    }

    fn judge(&self, predicate: &Meta) -> Verdict {
        if !self.can_hold(predicate) {
            return Verdict::Off;
        }
        implied_region(predicate).map_or(Verdict::On, Verdict::Marked)
    }
}

/// What holds wherever the predicate does: test code, or builds with debug assertions.
pub(super) fn implied_region(predicate: &Meta) -> Option<Region> {
    match predicate {
        Meta::Path(path) if path.is_ident("test") => Some(Region::Test),
        Meta::Path(path) if path.is_ident("debug_assertions") => Some(Region::DebugAssertions),
        Meta::List(list) if list.path.is_ident("all") => parts(predicate).iter().find_map(implied_region),
        _ => None,
    }
}

pub(super) fn parts(meta: &Meta) -> Vec<Meta> {
    let Meta::List(list) = meta else { return Vec::new() };
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    parsed.map(|parts| parts.into_iter().gather()).unwrap_or_default()
}

pub(super) fn text_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The levels that the arguments of an `#[enforce]` set, in their order.
fn levels_of(meta: &Meta) -> Vec<(String, Level)> {
    let mut levels = Vec::new();
    for part in parts(meta) {
        let level = match part.path() {
            path if path.is_ident("deny") => Level::Deny,
            path if path.is_ident("warn") => Level::Warn,
            _ => continue,
        };
        let names = parts(&part).into_iter().filter_map(|name| Some(name.path().get_ident()?.to_string()));
        levels.put_all(names.map(|name| (name, level)));
    }
    levels
}

/// The last segment of an attribute's path, where the attribute is ours: bare, or under `ringfence`.
fn own_name(attribute: &Attribute) -> Option<String> {
    let segments: Vec<String> = attribute.path().segments.iter().map(|part| part.ident.to_string()).gather();
    match segments.as_slice() {
        [name] => Some(name.clone()),
        [root, name] if root == "ringfence" => Some(name.clone()),
        _ => None,
    }
}

impl Lowering<'_> {
    /// Whether code under these attributes is judged at all; marks what they say about `place`.
    pub(super) fn attributes_hold(&mut self, attributes: &[Attribute], place: Option<Place>) -> bool {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")) {
            let Some(predicate) = parts(&attribute.meta).into_iter().next() else { continue };
            match (self.cfg.judge(&predicate), place) {
                (Verdict::Off, place) => {
                    self.off.put_all(place);
                    return false;
                }
                (Verdict::Marked(region), Some(place)) => self.marks.regions.push((place, region)),
                _ => {}
            }
        }
        let conditional = self.conditional(attributes);
        // What a macro adds stands far from its item: from there to here is no stretch of source.
        let beside = attributes.first().filter(|_| self.expansions == 0);
        let first = beside.map_or(u32::MAX, |first| self.place(first.pound_token.span).start);
        for attribute in attributes.iter().chain(&conditional) {
            let Some(place) = place else { continue };
            // A permit covers the attributes beside it, too.
            let covered = Place { start: first.min(place.start), ..place };
            if attribute.path().segments.last().is_some_and(|part| part.ident == "test") {
                self.marks.regions.push((place, Region::Test));
            }
            // Beside others in a `cfg_attr` it does not have the brackets for itself.
            let start = self.place(attribute.pound_token.span);
            let is_beside = |other: &&Attribute| self.place(other.pound_token.span) == start;
            let is_whole = conditional.iter().filter(is_beside).count() <= 1;
            self.permits_of(attribute, place, covered, is_whole);
        }
        true
    }

    /// What stands in a `cfg_attr` that may be on, each in the brackets of the whole.
    pub(super) fn conditional(&self, attributes: &[Attribute]) -> Vec<Attribute> {
        let contents = |meta: &Meta| -> Vec<Meta> {
            if !meta.path().is_ident("cfg_attr") {
                return Vec::new();
            }
            let mut contents = parts(meta).into_iter();
            let is_on = contents.next().is_some_and(|predicate| self.cfg.can_hold(&predicate));
            if is_on { contents.gather() } else { Vec::new() }
        };
        let mut found = Vec::new();
        for attribute in attributes {
            let mut open = contents(&attribute.meta);
            while let Some(meta) = open.pop() {
                open.put_all(contents(&meta));
                found.push(Attribute {
                    pound_token: Pound { spans: attribute.pound_token.spans },
                    style: AttrStyle::Outer,
                    bracket_token: Bracket { span: attribute.bracket_token.span },
                    meta,
                });
            }
        }
        found
    }

    fn permits_of(&mut self, attribute: &Attribute, region: Place, covered: Place, is_whole: bool) {
        let Some(name) = own_name(attribute) else { return };
        if name == "enforce" {
            self.marks.enforced.push(Enforced { place: region, levels: levels_of(&attribute.meta) });
        }
        let start = self.place(attribute.pound_token.span);
        let place = start.to(self.place(attribute.bracket_token.span.close()));
        if name == "signature_validation" {
            self.marks.attested.push(place);
        }
        let Meta::List(list) = &attribute.meta else { return };
        match name.as_str() {
            "permit" => {
                let permit = self.permit(list, place, covered);
                self.marks.permits.push(Permit { is_whole, ..permit });
            }
            "enforce" => {
                for part in parts(&attribute.meta) {
                    let Meta::List(inner) = &part else { continue };
                    if inner.path.is_ident("permit") {
                        let permit = self.permit(inner, place, covered);
                        self.marks.permits.push(permit);
                    }
                }
            }
            _ => {}
        }
    }

    fn permit(&mut self, list: &syn::MetaList, place: Place, region: Place) -> Permit {
        let mut permit = Permit::new(place, region);
        let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        for part in parsed.into_iter().flatten() {
            match part {
                Meta::Path(path) => {
                    let Some(last) = path.segments.last() else { continue };
                    permit.lints.push((last.ident.to_string(), self.place(last.ident.span())));
                }
                Meta::NameValue(pair) if pair.path.is_ident("reason") => {
                    permit.reason = Some(self.expr(pair.value));
                }
                _ => {}
            }
        }
        permit
    }

    /// How a function is marked.
    pub(super) fn function_marks(&self, attributes: &[Attribute]) -> FunctionMarks {
        let mut marks = FunctionMarks::default();
        for attribute in attributes.iter().chain(&self.conditional(attributes)) {
            match own_name(attribute).as_deref() {
                Some("signature_validation") => marks.validates = true,
                Some("retry") => marks.retries = true,
                _ => marks.handles |= is_route(attribute),
            }
        }
        marks
    }

    /// Where an item, a statement or an arm stands, with its attributes.
    pub(super) fn note_start(&mut self, attributes: &[Attribute], place: Place) {
        self.starts.push(place);
        if let Some(first) = attributes.first() {
            let start = self.place(first.pound_token.span);
            self.starts.push(start.to(place));
        }
    }
}

/// Whether an attribute is one by which a web framework is told of a handler: `#[post("/sms")]`.
fn is_route(attribute: &Attribute) -> bool {
    const VERBS: [&str; 8] = ["delete", "get", "head", "options", "patch", "post", "put", "route"];
    let Meta::List(list) = &attribute.meta else { return false };
    let is_verb = list.path.segments.last().is_some_and(|last| VERBS.iter().any(|verb| last.ident == verb));
    is_verb && matches!(list.tokens.clone().into_iter().next(), Some(proc_macro2::TokenTree::Literal(_)))
}

/// Reads what follows `// ringfence:`.
pub(super) fn parse_comment_permit(call: &str, place: Place, region: Place) -> Option<Permit> {
    let list = syn::parse_str::<Meta>(call).ok()?;
    let Meta::List(list) = list else { return None };
    if !list.path.is_ident("permit") {
        return None;
    }
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let mut permit = Permit { is_whole: true, ..Permit::new(place, region) };
    // The text that was parsed ends where the comment does.
    let offset = place.end - call.len() as u32;
    for part in parsed {
        match part {
            Meta::Path(path) => {
                let Some(last) = path.segments.last() else { continue };
                let range = last.ident.span().byte_range();
                let (start, end) = (offset + range.start as u32, offset + range.end as u32);
                permit.lints.push((last.ident.to_string(), Place { start, end, ..place }));
            }
            Meta::NameValue(pair) if pair.path.is_ident("reason") => {
                let kind = text_of(&pair.value).map_or(crate::ir::ExprKind::Other(Vec::new()), |text| {
                    crate::ir::ExprKind::Str(text.into())
                });
                permit.reason = Some(crate::ir::Expr { place, kind });
            }
            _ => {}
        }
    }
    Some(permit)
}

/// The attributes of an expression, taken from it.
pub(super) fn attributes_of(expr: &mut Expr) -> Vec<Attribute> {
    let attributes = match expr {
        Expr::Assign(node) => return attributes_of(&mut node.left),
        Expr::Binary(node) => return attributes_of(&mut node.left),
        Expr::Cast(node) => return attributes_of(&mut node.expr),
        Expr::Array(node) => &mut node.attrs,
        Expr::Async(node) => &mut node.attrs,
        Expr::Await(node) => &mut node.attrs,
        Expr::Block(node) => &mut node.attrs,
        Expr::Call(node) => &mut node.attrs,
        Expr::Closure(node) => &mut node.attrs,
        Expr::Field(node) => &mut node.attrs,
        Expr::ForLoop(node) => &mut node.attrs,
        Expr::If(node) => &mut node.attrs,
        Expr::Lit(node) => &mut node.attrs,
        Expr::Loop(node) => &mut node.attrs,
        Expr::Macro(node) => &mut node.attrs,
        Expr::Match(node) => &mut node.attrs,
        Expr::MethodCall(node) => &mut node.attrs,
        Expr::Paren(node) => &mut node.attrs,
        Expr::Path(node) => &mut node.attrs,
        Expr::Reference(node) => &mut node.attrs,
        Expr::Return(node) => &mut node.attrs,
        Expr::Struct(node) => &mut node.attrs,
        Expr::Try(node) => &mut node.attrs,
        Expr::Tuple(node) => &mut node.attrs,
        Expr::Unary(node) => &mut node.attrs,
        Expr::Unsafe(node) => &mut node.attrs,
        Expr::While(node) => &mut node.attrs,
        _ => return Vec::new(),
    };
    std::mem::take(attributes)
}
