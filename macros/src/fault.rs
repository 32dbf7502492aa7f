//! An error of ours, with its place.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// What is wrong, from the first to the last token that it concerns.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) start: Span,
    pub(crate) end: Span,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn at(span: Span, message: impl Into<String>) -> Self {
        Self { start: span, end: span, message: message.into() }
    }

    /// A fault over a run of tokens; `otherwise` is its place where the run is empty.
    pub(crate) fn over(tokens: &[TokenTree], otherwise: Span, message: impl Into<String>) -> Self {
        let start = tokens.first().map_or(otherwise, TokenTree::span);
        let end = tokens.last().map_or(otherwise, TokenTree::span);
        Self { start, end, message: message.into() }
    }

    /// `::core::compile_error! { "..." }`: rustc underlines from the first of these tokens to the last.
    pub(crate) fn to_compile_error(&self) -> TokenStream {
        let mut message = TokenTree::from(Literal::string(&self.message));
        message.set_span(self.end);
        let mut group = Group::new(Delimiter::Brace, TokenStream::from(message));
        group.set_span(self.end);
        let punct = |symbol, spacing| {
            let mut punct = Punct::new(symbol, spacing);
            punct.set_span(self.start);
            TokenTree::from(punct)
        };
        [
            punct(':', Spacing::Joint),
            punct(':', Spacing::Alone),
            Ident::new("core", self.start).into(),
            punct(':', Spacing::Joint),
            punct(':', Spacing::Alone),
            Ident::new("compile_error", self.start).into(),
            punct('!', Spacing::Alone),
            group.into(),
        ]
        .into_iter()
        .collect()
    }
}

/// All faults as tokens.
pub(crate) fn compile_errors(faults: &[Fault]) -> TokenStream {
    faults.iter().map(Fault::to_compile_error).collect()
}
