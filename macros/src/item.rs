//! What an attribute stands on, told from its tokens alone.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use ringfence_lint::gather::Gather;

/// The kinds of items that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A function or method; whether it has a body or not.
    Function,
    /// An `impl`, a trait or an inline module.
    Block,
    /// `mod name;`
    FileModule,
    /// Another item, a statement or an expression.
    Other,
}

/// Tells the shape of an item.
pub(crate) fn classify(tokens: &[TokenTree]) -> Shape {
    let mut rest = skip_attributes(tokens);
    while let Some((token, after)) = rest.split_first() {
        match token {
            // What a `macro_rules!` fragment brought along: a visibility, or a whole item.
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                if after.is_empty() {
                    return classify(&group.stream().into_iter().gather::<Vec<_>>());
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {}
            // The ABI of `extern "C" fn`.
            TokenTree::Literal(_) => {}
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "fn" => return Shape::Function,
                "impl" | "trait" => return Shape::Block,
                "mod" => return module_shape(after),
                "async" | "auto" | "const" | "crate" | "default" | "extern" | "gen" | "pub" | "safe"
                | "unsafe" => {}
                _ => return Shape::Other,
            },
            _ => return Shape::Other,
        }
        rest = after;
    }
    Shape::Other
}

fn module_shape(after: &[TokenTree]) -> Shape {
    match after.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Shape::Block,
        _ => Shape::FileModule,
    }
}

fn skip_attributes(mut tokens: &[TokenTree]) -> &[TokenTree] {
    while let [TokenTree::Punct(hash), TokenTree::Group(group), rest @ ..] = tokens {
        if hash.as_char() != '#' || group.delimiter() != Delimiter::Bracket {
            break;
        }
        tokens = rest;
    }
    tokens
}

/// Puts statements at the start of a function's body, behind its inner attributes. `Err` gives them back where there is no body.
pub(crate) fn insert_into_function(
    tokens: &[TokenTree],
    statements: TokenStream,
) -> Result<TokenStream, TokenStream> {
    match tokens.split_last() {
        Some((TokenTree::Group(body), before)) if body.delimiter() == Delimiter::Brace => {
            let body = TokenTree::from(prepend(body, statements));
            Ok(before.iter().cloned().chain([body]).collect())
        }
        Some((TokenTree::Group(whole), [])) if whole.delimiter() == Delimiter::None => {
            let inner: Vec<TokenTree> = whole.stream().into_iter().gather();
            insert_into_function(&inner, statements)
        }
        _ => Err(statements),
    }
}

/// Puts statements into the innermost function body for which `holds` is true of a token. `Err` gives them back where there is none.
pub(crate) fn insert_into_inner_function(
    tokens: TokenStream,
    statements: TokenStream,
    holds: &dyn Fn(&TokenTree) -> bool,
) -> Result<TokenStream, (TokenStream, TokenStream)> {
    let mut trees: Vec<TokenTree> = tokens.into_iter().gather();
    let mut after_fn = false;
    for at in 0..trees.len() {
        let Some(tree) = trees.get(at) else { break };
        match tree {
            TokenTree::Ident(word) if word == "fn" => after_fn = true,
            TokenTree::Punct(end) if end.as_char() == ';' => after_fn = false,
            TokenTree::Group(group) => {
                let is_body = after_fn && group.delimiter() == Delimiter::Brace;
                if is_body {
                    after_fn = false;
                }
                if !contains(group.stream(), holds) {
                    continue;
                }
                let group = group.clone();
                let inner = insert_into_inner_function(group.stream(), statements, holds);
                let replaced = match inner {
                    Ok(stream) => regroup(&group, stream),
                    Err((_, statements)) if is_body => prepend(&group, statements),
                    Err((_, statements)) => return Err((trees.into_iter().collect(), statements)),
                };
                if let Some(place) = trees.get_mut(at) {
                    *place = replaced.into();
                }
                return Ok(trees.into_iter().collect());
            }
            _ => {}
        }
    }
    Err((trees.into_iter().collect(), statements))
}

/// Whether a token for which `holds` is true is among these, at any depth.
fn contains(tokens: TokenStream, holds: &dyn Fn(&TokenTree) -> bool) -> bool {
    let mut open = vec![tokens];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            if holds(&token) {
                return true;
            }
            if let TokenTree::Group(group) = token {
                open.push(group.stream());
            }
        }
    }
    false
}

/// Puts statements at the start of a body, behind its inner attributes.
pub(crate) fn prepend(body: &Group, statements: TokenStream) -> Group {
    let (attributes, rest) = split_inner_attributes(body);
    regroup(body, attributes.into_iter().chain(statements).chain(rest.stream()).collect())
}

/// The inner attributes at the start of a body, and the body without them.
pub(crate) fn split_inner_attributes(body: &Group) -> (TokenStream, Group) {
    let inner: Vec<TokenTree> = body.stream().into_iter().gather();
    let mut at = 0;
    while let Some([TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(attribute)]) =
        inner.get(at..at + 3)
    {
        let is_attribute = attribute.delimiter() == Delimiter::Bracket;
        if hash.as_char() != '#' || bang.as_char() != '!' || !is_attribute {
            break;
        }
        at += 3;
    }
    let (attributes, rest) = inner.split_at(at);
    (attributes.iter().cloned().collect(), regroup(body, rest.iter().cloned().collect()))
}

/// The same group around other tokens.
pub(crate) fn regroup(group: &Group, stream: TokenStream) -> Group {
    let mut replaced = Group::new(group.delimiter(), stream);
    replaced.set_span(group.span());
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn shape(tokens: TokenStream) -> Shape {
        classify(&tokens.into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn items_are_told_apart() {
        assert_eq!(
            shape(quote!(
                #[doc = "x"]
                pub(crate) async unsafe fn a() {}
            )),
            Shape::Function
        );
        assert_eq!(
            shape(quote!(
                const extern "C" fn a();
            )),
            Shape::Function
        );
        assert_eq!(
            shape(quote!(
                unsafe impl<T> A for T {}
            )),
            Shape::Block
        );
        assert_eq!(
            shape(quote!(
                pub trait A {}
            )),
            Shape::Block
        );
        assert_eq!(
            shape(quote!(
                pub mod a {
                    mod b;
                }
            )),
            Shape::Block
        );
        assert_eq!(
            shape(quote!(
                mod a;
            )),
            Shape::FileModule
        );
        assert_eq!(
            shape(quote!(
                const A: fn() = b;
            )),
            Shape::Other
        );
        assert_eq!(
            shape(quote!(
                struct A;
            )),
            Shape::Other
        );
        assert_eq!(shape(quote!(let a = 1;)), Shape::Other);
        assert_eq!(shape(TokenStream::new()), Shape::Other);
    }

    #[test]
    fn statements_go_behind_inner_attributes() {
        let function: Vec<TokenTree> = quote!(
            fn a() -> u8 {
                #![allow(unused)]
                1
            }
        )
        .into_iter()
        .collect();
        let text = insert_into_function(&function, quote!(note! {})).unwrap().to_string();
        assert_eq!(
            text,
            quote!(
                fn a() -> u8 {
                    #![allow(unused)]
                    note! {}
                    1
                }
            )
            .to_string()
        );
        let none: Vec<TokenTree> = quote!(
            fn a();
        )
        .into_iter()
        .collect();
        assert!(insert_into_function(&none, quote!(note! {})).is_err());
    }

    #[test]
    fn the_innermost_function_is_found() {
        let module = quote!(
            mod m {
                fn a() {}
                impl X {
                    fn b(&self) {
                        if x {
                            "here"
                        }
                    }
                }
                fn c() {}
            }
        );
        let holds = |token: &TokenTree| token.to_string() == "\"here\"";
        let text = insert_into_inner_function(module, quote!(note! {}), &holds).unwrap().to_string();
        let expected = quote!(
            mod m {
                fn a() {}
                impl X {
                    fn b(&self) {
                        note! {}
                        if x {
                            "here"
                        }
                    }
                }
                fn c() {}
            }
        );
        assert_eq!(text, expected.to_string());
        let constant = quote!(
            mod m {
                const A: &str = "here";
                fn c() {}
            }
        );
        assert!(insert_into_inner_function(constant, quote!(note! {}), &holds).is_err());
    }
}
