//! The ways by which a value reaches the place where it matters, and the shapes that stand around that place.

use super::planting::Hole;

/// A way from where a value is written to where it is used, or a shape around the use.
pub struct Carrier {
    pub name: &'static str,
    /// Whether the value must be a constant.
    pub needs_const: bool,
    /// Whether a value is needed at all; what changes the form of a statement is carried by shapes alone.
    pub needs_value: bool,
    pub carry: fn(&Hole, &str) -> Carried,
}

/// What a carrier makes of an expression.
#[derive(Default)]
pub struct Carried {
    /// The file `settings.rs`, where there is one.
    pub settings: String,
    pub items: String,
    /// Statements before the use.
    pub before: String,
    /// What stands at the use.
    pub value: String,
    /// Where the statements of the use go.
    pub shape: Shape,
}

/// What stands around the statements of the use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// The function `run` itself.
    #[default]
    Plain,
    /// A function that takes the value: how many calls away it is.
    Argument(usize),
    Closure,
    AsyncBlock,
    Boxed,
    Method,
    TraitMethod,
    DefaultMethod,
    Generic,
    TwoCallsAway,
    RenamedImport,
    MatchArm,
    MacroArgument,
    InnerModule,
    ForeignMethod,
}

const fn value(name: &'static str, carry: fn(&Hole, &str) -> Carried) -> Carrier {
    Carrier { name, needs_const: false, needs_value: true, carry }
}

const fn constant(name: &'static str, carry: fn(&Hole, &str) -> Carried) -> Carrier {
    Carrier { name, needs_const: true, needs_value: true, carry }
}

const fn shape(name: &'static str, carry: fn(&Hole, &str) -> Carried) -> Carrier {
    Carrier { name, needs_const: false, needs_value: false, carry }
}

/// Items, and the expression that uses them.
fn items(items: String, value: &str) -> Carried {
    Carried { items, value: value.to_owned(), ..Carried::default() }
}

/// Statements, and the expression that uses them.
fn before(before: String, value: &str) -> Carried {
    Carried { before, value: value.to_owned(), ..Carried::default() }
}

/// A file `settings.rs`, the items that draw it in, and the expression that uses them.
fn elsewhere(settings: String, items: &str, value: &str) -> Carried {
    Carried { settings, items: items.to_owned(), value: value.to_owned(), ..Carried::default() }
}

fn shaped(shape: Shape, expression: &str) -> Carried {
    Carried { value: expression.to_owned(), shape, ..Carried::default() }
}

const SETTINGS: &str = "pub struct Settings { pub value: TY, pub name: &'static str }";

fn settings(hole: &Hole) -> String {
    SETTINGS.replace("TY", hole.ty)
}

/// All carriers, the values' first.
pub const CARRIERS: &[Carrier] = &[
    shape("direct", |_, e| shaped(Shape::Plain, e)),
    value("let", |h, e| before(format!("let value: {} = {e};", h.ty), "value")),
    value("let without a type, passed on", |_, e| {
        before(format!("let first = {e}; let value = first;"), "value")
    }),
    value("assigned later", |h, e| before(format!("let value: {}; value = {e};", h.ty), "value")),
    value("block", |_, e| before(format!("let value = {{ let inner = {e}; inner }};"), "value")),
    constant("const", |h, e| items(format!("const VALUE: {} = {e};", h.ty), "VALUE")),
    constant("static", |h, e| items(format!("static VALUE: {} = {e};", h.ty), "VALUE")),
    constant("const of another module", |h, e| {
        elsewhere(format!("pub const VALUE: {} = {e};", h.ty), "mod settings;", "crate::settings::VALUE")
    }),
    constant("const by a renamed import", |h, e| {
        let uses = "mod settings; use crate::settings::VALUE as CHOSEN;";
        elsewhere(format!("pub const VALUE: {} = {e};", h.ty), uses, "CHOSEN")
    }),
    constant("const by a glob", |h, e| {
        elsewhere(format!("pub const VALUE: {} = {e};", h.ty), "mod settings; use settings::*;", "VALUE")
    }),
    constant("const by a re-export", |h, e| {
        let inner =
            format!("mod inner {{ pub const VALUE: {} = {e}; }} pub use inner::VALUE as SHOWN;", h.ty);
        elsewhere(inner, "mod settings; use settings::{SHOWN};", "SHOWN")
    }),
    constant("const of a const", |h, e| {
        items(format!("const FIRST: {0} = {e}; const VALUE: {0} = FIRST;", h.ty), "VALUE")
    }),
    constant("associated const", |h, e| {
        items(format!("struct Fixed; impl Fixed {{ const VALUE: {} = {e}; }}", h.ty), "Fixed::VALUE")
    }),
    constant("const of a trait", |h, e| {
        let text = "trait Fixed { const VALUE: TY = EX; } struct Live; impl Fixed for Live {}";
        items(text.replace("TY", h.ty).replace("EX", e), "Live::VALUE")
    }),
    value("lazy static", |h, e| {
        let lazy = format!("static VALUE: std::sync::LazyLock<{}> = std::sync::LazyLock::new(|| {e});", h.ty);
        items(lazy, "VALUE.clone()")
    }),
    value("once lock", |h, e| {
        let once = format!("static VALUE: std::sync::OnceLock<{}> = std::sync::OnceLock::new();", h.ty);
        items(once, &format!("VALUE.get_or_init(|| {e}).clone()"))
    }),
    value("field of a literal", |h, e| Carried {
        items: settings(h),
        ..before(format!("let settings = Settings {{ value: {e}, name: \"live\" }};"), "settings.value")
    }),
    value("field set by new", |h, e| {
        let new = format!(
            "impl Settings {{ pub fn new(name: &'static str) -> Self {{ Self {{ name, value: {e} }} }} }}"
        );
        let file = format!("{}\n{new}", settings(h));
        elsewhere(file, "mod settings;", "settings::Settings::new(\"live\").value")
    }),
    value("field of a default", |h, e| {
        let default = format!(
            "impl Default for Settings {{ fn default() -> Self {{ Self {{ value: {e}, name: \"\" }} }} }}"
        );
        items(format!("{}\n{default}", settings(h)), "Settings::default().value")
    }),
    value("getter of a field", |h, e| {
        let text = "impl Settings {
            fn new() -> Self { Settings { value: EX, name: \"live\" } }
            fn value(&self) -> TY { self.value.clone() }
        }";
        let file = format!("{}\n{}", settings(h), text.replace("TY", h.ty).replace("EX", e));
        Carried { items: file, ..before("let settings = Settings::new();".to_owned(), "settings.value()") }
    }),
    value("field changed later", |h, e| Carried {
        items: settings(h),
        before: format!(
            "let mut settings = Settings {{ value: {}, name: \"live\" }}; settings.value = {e};",
            h.good
        ),
        value: "settings.value".to_owned(),
        ..Carried::default()
    }),
    value("helper", |h, e| items(format!("fn value() -> {} {{ {e} }}", h.ty), "value()")),
    value("helper two calls away", |h, e| {
        let file = format!("pub fn chosen() -> {0} {{ inner() }} fn inner() -> {0} {{ return {e}; }}", h.ty);
        elsewhere(file, "mod settings; use settings::chosen as pick;", "pick()")
    }),
    value("argument", |_, e| shaped(Shape::Argument(1), e)),
    value("argument two calls away", |_, e| shaped(Shape::Argument(2), e)),
    value("match arm value", |_, e| {
        let text = format!("let value = match std::env::args().count() {{ 1 => {e}, _ => return Ok(()) }};");
        before(text, "value")
    }),
    value("if with else", |h, e| {
        let text = format!("let value = if std::env::args().count() > 1 {{ {} }} else {{ {e} }};", h.good);
        before(text, "value")
    }),
    value("else of an if", |h, e| {
        let text = format!("let value = if std::env::args().count() > 1 {{ {e} }} else {{ {} }};", h.good);
        before(text, "value")
    }),
    value("second of two arms", |h, e| {
        let text = format!("let value = match std::env::args().count() {{ 1 => {}, _ => {e} }};", h.good);
        before(text, "value")
    }),
    value("method of a foreign type", |h, e| {
        let text = "trait Chooses { fn chosen(&self) -> TY; }
            impl Chooses for str { fn chosen(&self) -> TY { EX } }";
        items(text.replace("TY", h.ty).replace("EX", e), "\"live\".chosen()")
    }),
    value("value of a closure", |_, e| before(format!("let make = || {e};"), "make()")),
    value("trait method value", |h, e| {
        let text = "trait Chooses { fn value(&self) -> TY; } struct Live;
            impl Chooses for Live { fn value(&self) -> TY { EX } }";
        items(text.replace("TY", h.ty).replace("EX", e), "Live.value()")
    }),
    value("default method value", |h, e| {
        let text = "trait Chooses { fn value(&self) -> TY { EX } } struct Live; impl Chooses for Live {}";
        items(text.replace("TY", h.ty).replace("EX", e), "Live.value()")
    }),
    value("generic function", |_, e| {
        items("fn pass<V: Clone>(value: V) -> V { value }".to_owned(), &format!("pass({e})"))
    }),
    value("tuple", |_, e| before(format!("let (value, _name) = ({e}, \"live\");"), "value")),
    value("array", |_, e| before(format!("let [value] = [{e}];"), "value")),
    value("default of an option", |h, e| {
        items(format!("fn given() -> Option<{}> {{ None }}", h.ty), &format!("given().unwrap_or({e})"))
    }),
    value("option", |_, e| {
        before(format!("let given = Some({e}); let Some(value) = given else {{ return Ok(()) }};"), "value")
    }),
    value("result with a question mark", |h, e| {
        items(format!("fn value() -> Result<{}, std::fmt::Error> {{ Ok({e}) }}", h.ty), "value()?")
    }),
    shape("closure", |_, e| shaped(Shape::Closure, e)),
    shape("async block", |_, e| shaped(Shape::AsyncBlock, e)),
    shape("boxed", |_, e| shaped(Shape::Boxed, e)),
    shape("method", |_, e| shaped(Shape::Method, e)),
    shape("trait method", |_, e| shaped(Shape::TraitMethod, e)),
    shape("default method", |_, e| shaped(Shape::DefaultMethod, e)),
    shape("generic", |_, e| shaped(Shape::Generic, e)),
    shape("two calls away", |_, e| shaped(Shape::TwoCallsAway, e)),
    shape("renamed import", |_, e| shaped(Shape::RenamedImport, e)),
    shape("match arm", |_, e| shaped(Shape::MatchArm, e)),
    shape("macro argument", |_, e| shaped(Shape::MacroArgument, e)),
    shape("inner module", |_, e| shaped(Shape::InnerModule, e)),
    shape("method of a foreign type around it", |_, e| shaped(Shape::ForeignMethod, e)),
];
