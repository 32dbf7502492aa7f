//! Macros that say something: a format string, its arguments, and the fields beside it.

use super::Lowering;
use super::format::{Argument, Piece, parse_format};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{Expr, ExprKind};
use crate::messages::Message;
use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, LitStr, Token};

/// An argument as it is written: `x`, `name = x`, `target: x`, `?x`, `name = %x`, `"name" => x`.
struct Written {
    key: Option<String>,
    /// Whether a `?` or `%` stands before it.
    is_signed: bool,
    is_debug: bool,
    expr: syn::Expr,
}

/// An argument, lowered.
struct Said {
    key: Option<String>,
    expr: Expr,
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = if key_of(&input.fork()).is_ok() { Some(key_of(input)?) } else { None };
        let (name, mut is_debug) = key.map_or((None, false), |(name, is_debug)| (Some(name), is_debug));
        let is_signed = input.peek(Token![?]) || input.peek(Token![%]);
        if is_signed {
            is_debug |= input.peek(Token![?]);
            input.parse::<TokenTree>()?;
        }
        Ok(Self { key: name, is_signed, is_debug, expr: input.parse()? })
    }
}

/// A key with what divides it from its value, and whether it asks for the value's `Debug`.
fn key_of(input: ParseStream<'_>) -> syn::Result<(String, bool)> {
    if input.peek(LitStr) {
        let name = input.parse::<LitStr>()?.value();
        if input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
        } else {
            divide(input)?;
        }
        return Ok((name, false));
    }
    let mut name = input.call(Ident::parse_any)?.to_string();
    while input.peek(Token![.]) {
        input.parse::<Token![.]>()?;
        name = input.call(Ident::parse_any)?.to_string();
    }
    if !input.peek(Token![:]) || input.peek(Token![::]) {
        divide(input)?;
        return Ok((name, false));
    }
    input.parse::<Token![:]>()?;
    // `log` names the way of showing after the colon: `name:? = x`, `name:debug = x`.
    let style = input.fork();
    let is_debug = style.peek(Token![?]) || style.peek(Ident) && style.fork().parse::<Ident>()? == "debug";
    let has_sign = style.peek(Token![?]) || style.peek(Token![%]) || style.peek(Ident);
    if has_sign {
        style.parse::<TokenTree>()?;
        if divide(&style).is_ok() {
            input.parse::<TokenTree>()?;
            divide(input)?;
            return Ok((name, is_debug));
        }
    }
    Ok((name, false))
}

/// A single `=`.
fn divide(input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(Token![==]) || input.peek(Token![=>]) {
        return Err(input.error("no key"));
    }
    input.parse::<Token![=]>().map(drop)
}

fn written(input: ParseStream<'_>) -> syn::Result<Vec<Written>> {
    let mut arguments = Vec::new();
    while !input.is_empty() {
        arguments.push(input.parse()?);
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        } else if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else if !input.is_empty() {
            return Err(input.error("no separator"));
        }
    }
    Ok(arguments)
}

impl Lowering<'_> {
    /// A macro of the table; one whose arguments cannot be told apart is a call like any other.
    pub(super) fn message_call(
        &mut self,
        path: Vec<String>,
        place: Place,
        message: Message,
        tokens: TokenStream,
    ) -> Expr {
        let Ok(written) = written.parse2(tokens.clone()) else {
            let args = self.arguments(tokens);
            return Expr { place, kind: ExprKind::Macro(path, args) };
        };
        let mut said: Vec<Said> = Vec::new();
        for Written { key, is_debug, expr, .. } in written {
            let expr = self.expr(expr);
            let expr = if is_debug || message == Message::Dump { debugged(expr) } else { expr };
            said.push(Said { key, expr });
        }
        let is_format = |said: &Said| said.key.is_none() && matches!(said.expr.kind, ExprKind::Str(_));
        let from = message.before();
        let at = said.iter().skip(from).position(is_format).map(|at| at + from);
        match at {
            Some(at) if message != Message::Dump => {
                let expr = format_expr(path, place, said, at);
                if let ExprKind::Format { pieces, .. } = &expr.kind {
                    pieces.iter().for_each(|piece| self.remember(piece));
                }
                expr
            }
            _ => {
                let args = said.into_iter().map(|said| said.expr).gather();
                Expr { place, kind: ExprKind::Macro(path, args) }
            }
        }
    }
}

impl Lowering<'_> {
    /// The fields of a span: names, and what is written under them; a name alone is filled in later.
    pub(super) fn span_fields(&mut self, tokens: TokenStream) -> Vec<(String, Option<Expr>)> {
        let written = written.parse2(tokens).unwrap_or_default();
        let fields = written.into_iter().map(|Written { key, is_signed, is_debug, expr }| {
            let expr = self.expr(expr);
            let name = match (&key, &expr.kind) {
                (Some(key), _) => key.clone(),
                (None, ExprKind::Path(path)) => path.concat(),
                _ => String::new(),
            };
            let is_filled = key.is_some() || is_signed;
            (name, is_filled.then(|| if is_debug { debugged(expr) } else { expr }))
        });
        fields.gather()
    }
}

fn debugged(expr: Expr) -> Expr {
    Expr { place: expr.place, kind: ExprKind::Debugged(Box::new(expr)) }
}

/// Where the text of a literal of this length stands, if the literal spells it as it reads.
fn content_place(literal: Place, length: usize) -> Option<Place> {
    match (literal.end - literal.start) as usize {
        width if width == length => Some(literal),
        width if width == length + 2 => {
            Some(Place { start: literal.start + 1, end: literal.end - 1, ..literal })
        }
        _ => None,
    }
}

/// A format string at `at`: what stands before it and what no piece names are extras.
fn format_expr(path: Vec<String>, place: Place, mut said: Vec<Said>, at: usize) -> Expr {
    let rest = said.split_off(at);
    let mut extras: Vec<Expr> = said.into_iter().map(|said| said.expr).gather();
    let mut rest = rest.into_iter();
    let Some(literal) = rest.next().map(|said| said.expr) else {
        return Expr { place, kind: ExprKind::Other(extras) };
    };
    let ExprKind::Str(text) = &literal.kind else { return Expr { place, kind: ExprKind::Other(extras) } };
    let content = content_place(literal.place, text.len());
    let mut given: Vec<(Said, bool)> = rest.map(|said| (said, false)).gather();
    let mut next = 0usize;
    let mut pieces = Vec::new();
    for piece in parse_format(text) {
        let (argument, is_debug) = match piece {
            Piece::Text(text, start) => {
                let place = content.zip(start).map(|(content, start)| {
                    let start = content.start + start as u32;
                    Place { start, end: start + text.len() as u32, ..content }
                });
                let place = place.unwrap_or(literal.place);
                pieces.push(Expr { place, kind: ExprKind::Str(text.into()) });
                continue;
            }
            Piece::Argument(argument, is_debug) => (argument, is_debug),
        };
        if argument == Argument::Next {
            next += 1;
        }
        let found = given.iter_mut().enumerate().find(|(index, (said, _))| match &argument {
            Argument::Next => said.key.is_none() && *index + 1 == next,
            Argument::Index(wanted) => index == wanted,
            Argument::Name(name) => said.key.as_ref() == Some(name),
        });
        let expr = match (found, argument) {
            (Some((_, (said, used))), _) => {
                *used = true;
                said.expr.clone()
            }
            (None, Argument::Name(name)) => Expr { place: literal.place, kind: ExprKind::Path(vec![name]) },
            (None, _) => Expr { place: literal.place, kind: ExprKind::Other(Vec::new()) },
        };
        pieces.push(if is_debug { debugged(expr) } else { expr });
    }
    extras.put_all(given.into_iter().filter(|(_, used)| !used).map(|(said, _)| said.expr));
    Expr { place, kind: ExprKind::Format { path, pieces, extras } }
}
