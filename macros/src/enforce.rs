//! `#[enforce]`: scan, check, re-emit, append.

use crate::argument::apply_enforce;
use crate::fault::{Fault, compile_errors};
use crate::item::{Shape, classify, insert_into_function, insert_into_inner_function};
use crate::permit::{read_already, strip};
use crate::report::{Warning, split_report};
use crate::surroundings::{CrateFiles, locate, manifest_folder, package_in};
use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::gather::Gather;
use ringfence_lint::{Levels, check_item, is_triggered};
use ringfence_project::{Package, Problem, is_foreign};
use std::path::Path;
use std::sync::Arc;

/// What is appended to an item.
#[derive(Default)]
struct Appendix {
    faults: Vec<Fault>,
    warnings: Vec<Warning>,
    /// Consts that make rustc watch the manifests.
    watches: TokenStream,
}

/// The attribute: the item comes back as it was (apart from its `permit`s), with what was found.
pub(crate) fn enforce(arguments: TokenStream, item: TokenStream) -> TokenStream {
    enforce_in(manifest_folder().as_deref(), arguments, item)
}

/// The attribute in the package whose manifest stands in `folder`.
fn enforce_in(folder: Option<&Path>, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut appendix = Appendix::default();
    let mut levels = Levels::default();
    let inert = folder.is_some_and(is_foreign);
    let trees: Vec<TokenTree> = item.clone().into_iter().gather();
    let shape = classify(&trees);
    if let Some(arguments) = read_already(&arguments) {
        // The item around has spoken for this one; what is wrong with the levels is said where they stand.
        if !inert {
            apply_enforce(arguments, &mut levels, &mut appendix.faults);
        }
        return append(shape, item, trees, appendix);
    }
    let stripped = strip(&item);
    if !inert {
        explain_misplaced(shape, &mut appendix.faults);
        // The manifests speak first, the attribute has the last word.
        let package = is_triggered(&item).then(|| read_package(folder, &mut levels, &mut appendix));
        apply_enforce(arguments, &mut levels, &mut appendix.faults);
        if let Some(package) = package {
            check(&item, &levels, package.as_deref(), &mut appendix);
        }
    }
    match stripped {
        Some(stripped) => append(shape, stripped.clone(), stripped.into_iter().gather(), appendix),
        None => append(shape, item, trees, appendix),
    }
}

fn explain_misplaced(shape: Shape, faults: &mut Vec<Fault>) {
    let message = match shape {
        Shape::Function | Shape::Block => return,
        Shape::FileModule => {
            "`enforce` cannot see into `mod name;`, which stable Rust keeps from macros\n\
             help: put `#[ringfence::enforce]` on the items in the module's file, or check whole crates with `cargo ringfence check`"
        }
        Shape::Other => {
            "`enforce` holds the lints on functions, `impl` blocks, traits and inline modules\n\
             help: put it on the function or module around this"
        }
    };
    faults.push(Fault::at(Span::call_site(), message));
}

/// Reads the package around the item and lays its levels down.
fn read_package(folder: Option<&Path>, levels: &mut Levels, appendix: &mut Appendix) -> Option<Arc<Package>> {
    match package_in(folder?) {
        Ok(package) => {
            levels.clone_from(&package.settings.levels);
            appendix.watches = watch_manifests(&package);
            Some(package)
        }
        Err(problems) => {
            appendix.faults.extend(problems.iter().map(settings_fault));
            None
        }
    }
}

fn settings_fault(problem: &Problem) -> Fault {
    Fault::at(Span::call_site(), format!("the settings of Ringfence cannot be used: {problem}"))
}

/// A change of levels must rebuild, and cargo itself does not watch `[package.metadata]`.
fn watch_manifests(package: &Package) -> TokenStream {
    let watch = |manifest: &std::path::PathBuf| {
        let path = std::path::absolute(manifest).ok()?;
        let path = Literal::string(path.to_str()?);
        Some(quote!(
            const _: &[u8] = ::core::include_bytes!(#path);
        ))
    };
    package.settings.manifests.iter().filter_map(watch).collect()
}

fn check(item: &TokenStream, levels: &Levels, package: Option<&Package>, appendix: &mut Appendix) {
    let span = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let context = || package.and_then(|package| locate(package, levels, span));
    let report = check_item(item, levels, &context, &CrateFiles);
    let (faults, warnings) = split_report(&report);
    appendix.faults.extend(faults);
    appendix.warnings = warnings;
}

/// Puts the appendix where it cannot break the item: into a function's body (the function may be a method, beside which nothing else may
/// stand), behind everything else. A warning goes into the innermost function, where `#[allow(deprecated)]` reaches it.
fn append(shape: Shape, item: TokenStream, trees: Vec<TokenTree>, appendix: Appendix) -> TokenStream {
    let errors = compile_errors(&appendix.faults);
    // Where the attribute does not belong, a const without a name may be an error of its own.
    let is_known = matches!(shape, Shape::Function | Shape::Block);
    let mut statements = if is_known { appendix.watches } else { TokenStream::new() };
    statements.extend(errors.clone());
    if shape == Shape::Function {
        statements.extend(appendix.warnings.into_iter().map(|warning| warning.statement));
        if statements.is_empty() {
            return item;
        }
        // Beside a function without a body, which stands in a trait or an extern block, no const may stand.
        return insert_into_function(&trees, statements).unwrap_or_else(|_| quote!(#item #errors));
    }
    let mut item = item;
    for warning in appendix.warnings {
        let mark = format!("{:?}", warning.span);
        let holds = |token: &TokenTree| format!("{:?}", token.span()) == mark;
        item = match insert_into_inner_function(item, warning.statement, &holds) {
            Ok(item) => item,
            Err((item, statement)) => {
                statements.extend(statement);
                item
            }
        };
    }
    quote!(#item #statements)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(arguments: TokenStream, item: TokenStream) -> String {
        enforce_in(None, arguments, item).to_string()
    }

    #[test]
    fn the_settings_of_a_package_are_checked_and_watched() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("Cargo.toml");
        let settings = "[package.metadata.ringfence.lints]\nno_such_lint = \"deny\"\n";
        std::fs::write(&manifest, format!("[package]\nname = \"p\"\n{settings}")).unwrap();
        let item = quote!(
            fn a() {
                let url = "https://api.twilio.com";
            }
        );
        let text = enforce_in(Some(folder.path()), quote!(), item.clone()).to_string();
        assert!(text.contains("Cargo.toml:4:1: no lint or group of lints is named `no_such_lint`"), "{text}");
        assert!(!text.contains("include_bytes"), "a build that failed is run again anyway: {text}");
        std::fs::write(&manifest, "[package]\nname = \"p\"\n").unwrap();
        let text = enforce_in(Some(folder.path()), quote!(), item.clone()).to_string();
        assert!(text.contains("include_bytes"), "{text}");
        std::fs::write(folder.path().join(".cargo-checksum.json"), "{}").unwrap();
        let text = enforce_in(Some(folder.path()), quote!(), item.clone()).to_string();
        assert_eq!(text, item.to_string(), "a vendored package is left alone");
    }

    #[test]
    fn an_item_that_takes_no_attribute_gets_nothing_but_errors() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"p\"\n").unwrap();
        let constant = quote!(
            const API: &str = "https://api.twilio.com";
        );
        let text = enforce_in(Some(folder.path()), quote!(), constant.clone()).to_string();
        assert!(text.contains("compile_error") && !text.contains("include_bytes"), "{text}");
        assert!(text.starts_with(&constant.to_string()), "{text}");
    }

    #[test]
    fn a_clean_item_comes_back_as_it_was() {
        let item = quote!(
            pub fn a<T>(x: T) -> T {
                #![allow(unused)]
                x
            }
        );
        assert_eq!(outside(quote!(), item.clone()), item.to_string());
    }

    #[test]
    fn an_item_that_does_not_parse_comes_back_as_it_was() {
        let item = quote!(fn a() { let url = "http://api.twilio.com" + ; });
        assert_eq!(outside(quote!(), item.clone()), item.to_string());
    }

    #[test]
    fn other_places_are_explained() {
        let text = enforce(
            quote!(),
            quote!(
                mod a;
            ),
        )
        .to_string();
        assert!(text.starts_with("mod a ;") && text.contains("cargo ringfence check"), "{text}");
        let text = outside(quote!(), quote!(let a = 1;));
        assert!(text.contains("functions, `impl` blocks, traits and inline modules"), "{text}");
    }

    #[test]
    fn arguments_are_checked() {
        let text = enforce(
            quote!(allow(plain_http_url)),
            quote!(
                fn a() {}
            ),
        )
        .to_string();
        assert!(text.contains("an exception is `permit`, with a reason"), "{text}");
        let text = enforce(
            quote!(dney(x), deny(zzzzzzzzz)),
            quote!(
                fn a() {}
            ),
        )
        .to_string();
        assert!(text.contains("did you mean `deny`?"), "{text}");
        assert!(text.contains("no lint or group of lints is named `zzzzzzzzz`"), "{text}");
    }

    #[test]
    fn a_required_method_has_nothing_but_errors_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"p\"\n").unwrap();
        let item = quote!(
            fn send(&self, url: &str);
        );
        let text = enforce_in(Some(folder.path()), quote!(), item.clone()).to_string();
        assert_eq!(text, item.to_string());
        let text = enforce_in(Some(folder.path()), quote!(nonsense), item).to_string();
        assert!(text.starts_with("fn send (& self , url : & str) ; :: core :: compile_error !"), "{text}");
    }

    #[test]
    fn a_method_keeps_its_errors_inside() {
        let text = outside(
            quote!(deny()),
            quote!(
                fn a(&self) -> u8 {
                    1
                }
            ),
        );
        assert!(text.starts_with("fn a (& self) -> u8 { :: core :: compile_error"), "{text}");
        assert!(text.ends_with("1 }"), "{text}");
    }
}
