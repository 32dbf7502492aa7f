//! Lowering: a file's syntax tree to the engine's own tree. Nothing of `syn` survives it.

mod attribute;
mod expand;
mod expression;
mod format;
mod hint;
mod item;
mod item_macro;
mod lines;
mod macro_call;
mod message;
mod pattern;
mod permit;

pub(crate) use attribute::Cfg;

use crate::bounds::{check_depth, find_macros, line_column};
use crate::gather::PutAll;
use crate::ir::{Expr, ExprKind, File, Marks, Scope};
use crate::scanner::unbalanced;
use crate::sorted::Map;
use crate::{FileId, Place};
use lines::Lines;
use proc_macro2::Span;
use std::rc::Rc;
use std::sync::Arc;

/// The macros of a crate's other files, as they are written; nothing for a name that stands for several.
pub(crate) type Macros = Map<String, Option<Arc<str>>>;

/// Adds the macros that a text declares.
pub(crate) fn collect_macros(text: &str, macros: &mut Macros) {
    if !text.contains("macro_rules!") {
        return;
    }
    let declared = find_macros(text).into_iter().filter(|(_, body)| check_depth(body).is_ok());
    for (name, body) in declared {
        let known = macros.get_or_insert(name.to_owned(), Some(body.into()));
        if known.as_deref() != Some(body) {
            *known = None;
        }
    }
}

/// What `syn` says of a text that is no tokens.
const NO_TOKENS: &str = "cannot parse string into token stream";

/// Parses and lowers one file, or says why not.
pub(crate) fn lower_file(file: FileId, text: &str, cfg: &Cfg, macros: &Macros) -> Result<File, String> {
    let at = |offset: usize, reason: &str| {
        let (line, column) = line_column(text, offset);
        format!("{line}:{column}: {reason}")
    };
    check_depth(text).map_err(|deep| at(deep.offset, &deep.reason))?;
    let tree = syn::parse_file(text).map_err(|error| {
        let start = error.span().start();
        if error.to_string() == NO_TOKENS {
            let literal = "a literal or a comment has no end, or a character is none of Rust's";
            return match unbalanced(text) {
                Some((offset, what)) => at(offset, &what),
                None => format!("{}:{}: {literal}", start.line, start.column + 1),
            };
        }
        format!("{}:{}: {error}", start.line, start.column + 1)
    })?;
    // `syn` cuts a byte order mark and a shebang off before it counts bytes.
    let skipped = text.len() - text.strip_prefix('\u{feff}').map_or(text.len(), str::len);
    let shebang = tree.shebang.as_ref().map_or(0, String::len);
    let lines = Lines::of(text, skipped + shebang);
    let mut lowering = Lowering::new(file, lines, cfg, macros);
    let whole = Place { file, start: 0, end: text.len() as u32 };
    let items = match lowering.attributes_hold(&tree.attrs, None) {
        true => lowering.items(tree.items),
        false => {
            lowering.off.push(whole);
            Vec::new()
        }
    };
    lowering.marks.permits.put_all(permit::read_comments(file, text, &lowering.starts));
    let off = std::mem::take(&mut lowering.off);
    // With its attributes, an item begins earlier and ends where it does without.
    let is_off = |region: Place| {
        off.iter().any(|off| off.contains(region) || region.contains(*off) && region.end == off.end)
    };
    lowering.marks.permits.retain(|permit| !is_off(permit.region));
    lowering.marks.permits.iter_mut().for_each(|permit| permit::find_cuts(permit, text));
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(File { items, scopes: lowering.scopes, marks: lowering.marks })
}

/// The state of lowering one file.
pub(crate) struct Lowering<'c> {
    file: FileId,
    lines: Lines<'c>,
    cfg: &'c Cfg,
    scopes: Vec<Scope>,
    marks: Marks,
    /// Where items, statements and arms are: what a permit in a comment covers.
    starts: Vec<Place>,
    /// What stands under a `cfg` that cannot hold.
    off: Vec<Place>,
    /// The file's own macros, and how deep calls of them nest at the moment.
    macros: Map<String, Rc<Vec<expand::Rule>>>,
    expansions: usize,
    /// Those of the crate's other files.
    others: &'c Macros,
    /// The plain names met in the closures that are being lowered, and how deep these nest.
    names: Vec<String>,
    closures: usize,
}

impl<'c> Lowering<'c> {
    fn new(file: FileId, lines: Lines<'c>, cfg: &'c Cfg, others: &'c Macros) -> Self {
        Self {
            file,
            lines,
            cfg,
            scopes: Vec::new(),
            marks: Marks::default(),
            starts: Vec::new(),
            off: Vec::new(),
            macros: Map::new(),
            expansions: 0,
            others,
            names: Vec::new(),
            closures: 0,
        }
    }

    /// The one place where a span becomes a position.
    fn place(&self, span: Span) -> Place {
        let (start, end) = (self.lines.offset(span.start()), self.lines.offset(span.end()));
        Place { file: self.file, start, end }
    }

    fn between(&self, first: Span, last: Span) -> Place {
        self.place(first).to(self.place(last))
    }

    fn other(&self, place: Place, parts: Vec<Expr>) -> Expr {
        Expr { place, kind: ExprKind::Other(parts) }
    }
}
