//! Lowering: a file's syntax tree to the engine's own tree. Nothing of `syn` survives it.

mod attribute;
mod expression;
mod format;
mod hint;
mod item;
mod macro_call;
mod message;
mod pattern;

pub(crate) use attribute::Cfg;

use crate::bounds::{check_depth, line_column};
use crate::ir::{Expr, ExprKind, File, Marks, Permit, Scope};
use crate::{FileId, Place};
use proc_macro2::Span;

/// Parses and lowers one file, or says why not.
pub(crate) fn lower_file(file: FileId, text: &str, cfg: &Cfg) -> Result<File, String> {
    let at = |offset: usize, reason: &str| {
        let start = offset as u32;
        let (line, column) = line_column(text, Place { file, start, end: start });
        format!("{line}:{column}: {reason}")
    };
    check_depth(text).map_err(|deep| at(deep.offset, &deep.reason))?;
    let tree = syn::parse_file(text).map_err(|error| {
        let start = error.span().start();
        format!("{}:{}: {error}", start.line, start.column + 1)
    })?;
    // `syn` cuts a byte order mark and a shebang off before it counts bytes.
    let skipped = text.len() - text.strip_prefix('\u{feff}').map_or(text.len(), str::len);
    let shebang = tree.shebang.as_ref().map_or(0, String::len);
    let mut lowering = Lowering::new(file, (skipped + shebang) as u32, cfg);
    let items =
        if lowering.attributes_hold(&tree.attrs, None) { lowering.items(tree.items) } else { Vec::new() };
    lowering.marks.permits.extend(comment_permits(file, text, &lowering.starts));
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(File { items, scopes: lowering.scopes, marks: lowering.marks })
}

/// The state of lowering one file.
pub(crate) struct Lowering<'c> {
    file: FileId,
    offset: u32,
    cfg: &'c Cfg,
    scopes: Vec<Scope>,
    marks: Marks,
    /// Where items, statements and arms are: what a permit in a comment covers.
    starts: Vec<Place>,
}

impl<'c> Lowering<'c> {
    fn new(file: FileId, offset: u32, cfg: &'c Cfg) -> Self {
        Self { file, offset, cfg, scopes: Vec::new(), marks: Marks::default(), starts: Vec::new() }
    }

    /// The one place where a span becomes a position.
    fn place(&self, span: Span) -> Place {
        let range = span.byte_range();
        Place {
            file: self.file,
            start: range.start as u32 + self.offset,
            end: range.end as u32 + self.offset,
        }
    }

    fn between(&self, first: Span, last: Span) -> Place {
        self.place(first).to(self.place(last))
    }

    fn other(&self, place: Place, parts: Vec<Expr>) -> Expr {
        Expr { place, kind: ExprKind::Other(parts) }
    }
}

/// Permits in comments: `// ringfence: permit(lint, reason = "...")` on the line before.
fn comment_permits(file: FileId, text: &str, starts: &[Place]) -> Vec<Permit> {
    if !text.contains("ringfence:") {
        return Vec::new();
    }
    let mut permits = Vec::new();
    let mut offset = 0usize;
    for line in text.split_inclusive('\n') {
        let next = offset + line.len();
        let trimmed = line.trim();
        let comment = trimmed.strip_prefix("//").map(str::trim_start);
        let call = comment.and_then(|comment| comment.strip_prefix("ringfence:")).map(str::trim);
        if let Some(call) = call {
            let indent = line.len() - line.trim_start().len();
            let start = (offset + indent) as u32;
            let place = Place { file, start, end: start + trimmed.len() as u32 };
            permits.extend(attribute::parse_comment_permit(
                call,
                place,
                covered_from(file, text, next, starts),
            ));
        }
        offset = next;
    }
    permits
}

/// What a comment covers: the largest item, statement or arm that starts on the next line of code, or that line.
fn covered_from(file: FileId, text: &str, mut offset: usize, starts: &[Place]) -> Place {
    for line in text.get(offset..).unwrap_or_default().split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with("//") {
            offset += line.len();
            continue;
        }
        let start = (offset + line.len() - trimmed.len()) as u32;
        let line_end = (offset + line.trim_end().len()) as u32;
        let node = starts.iter().filter(|place| place.start == start).max_by_key(|place| place.end);
        return node.copied().unwrap_or(Place { file, start, end: line_end });
    }
    Place { file, start: offset as u32, end: offset as u32 }
}
