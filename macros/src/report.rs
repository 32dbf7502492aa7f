//! Findings as tokens: errors, and warnings in the one form that stable Rust has for them.

use crate::fault::Fault;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use ringfence_lint::{Diagnostic, ItemReport, Level, Place};

/// A finding at level `warn`: the statement that speaks it, and the token that it is about.
pub(crate) struct Warning {
    pub(crate) statement: TokenStream,
    pub(crate) span: Span,
}

/// Sorts an item's findings into errors and warnings.
pub(crate) fn split_report(report: &ItemReport) -> (Vec<Fault>, Vec<Warning>) {
    let mut faults = Vec::new();
    let mut warnings = Vec::new();
    for diagnostic in &report.diagnostics {
        let (start, end) = span_of(report, diagnostic.primary);
        match diagnostic.level {
            Level::Allow => {}
            Level::Warn => warnings.push(Warning {
                statement: to_warning(diagnostic, &text_of(report, diagnostic), start),
                span: start,
            }),
            Level::Deny => {
                let text = text_of(report, diagnostic);
                let message = format!("{}: {text}", diagnostic.lint.name);
                faults.push(Fault { start, end, message });
            }
        }
    }
    (faults, warnings)
}

/// The first and the last token of a place.
fn span_of(report: &ItemReport, place: Place) -> (Span, Span) {
    let at = |index: u32| {
        let span = usize::try_from(index).ok().and_then(|index| report.spans.get(index));
        span.copied()
    };
    let start = at(place.start).unwrap_or_else(Span::call_site);
    (start, at(place.end).unwrap_or(start))
}

/// What is wrong, what to write instead, where the value came from, and where more is said.
fn text_of(report: &ItemReport, diagnostic: &Diagnostic) -> String {
    let mut text = format!("{}\nhelp: {}", diagnostic.message, diagnostic.help);
    for (place, label) in &diagnostic.secondary {
        let (span, _) = span_of(report, *place);
        text.push_str(&format!("\nnote: line {}: {label}", span.start().line));
    }
    for note in &diagnostic.notes {
        text.push_str(&format!("\nnote: {note}"));
    }
    let lint = diagnostic.lint;
    text.push_str(&format!(
        "\nnote: practice {}: {}\nnote: `cargo ringfence explain {}` says why; `cargo ringfence check` shows each place",
        lint.practice.id, lint.practice.page, lint.name
    ));
    text
}

/// A deprecated constant named like the lint, used at the place: the only warning that a macro has on stable Rust.
fn to_warning(diagnostic: &Diagnostic, text: &str, span: Span) -> TokenStream {
    let lint = Ident::new(diagnostic.lint.name, Span::call_site());
    let used = Ident::new(diagnostic.lint.name, span);
    let usage = quote_spanned!(span=> let _ = #used;);
    quote! {
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)]
            const #lint: () = ();
            #usage
        };
    }
}
