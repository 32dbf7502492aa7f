//! The build script: one line of it is ours.

use toml_edit::DocumentMut;

const CALL: &str = "ringfence_codegen::Config::from_manifest().generate_or_exit();";

/// The file that the manifest names, or the usual one; none where it switches build scripts off.
pub(crate) fn file(manifest: &DocumentMut) -> Option<String> {
    let build = manifest.get("package").and_then(|package| package.get("build"));
    match build {
        None => Some("build.rs".to_owned()),
        Some(build) => match build.as_bool() {
            Some(true) => Some("build.rs".to_owned()),
            Some(false) => None,
            None => build.as_str().map(str::to_owned),
        },
    }
}

/// The script with the call in it: a new one, or as the first statement of `main`. None where there is no such place.
pub(crate) fn edit(text: Option<&str>) -> Option<String> {
    let Some(text) = text else {
        return Some(format!(
            "//! Turns the documents that `Cargo.toml` names into endpoint functions.\n\nfn main() {{\n    {CALL}\n}}\n"
        ));
    };
    if text.contains("ringfence_codegen") {
        return Some(text.to_owned());
    }
    text.match_indices("fn main()").find_map(|(at, _)| {
        let brace = text.get(at..)?.find('{')? + at + 1;
        let edited = format!("{}\n    {CALL}{}", text.get(..brace)?, text.get(brace..)?);
        // In a comment or a literal it changes nothing.
        (statements_of_main(&edited)? > statements_of_main(text)?).then_some(edited)
    })
}

fn statements_of_main(text: &str) -> Option<usize> {
    syn::parse_file(text).ok()?.items.into_iter().find_map(|item| match item {
        syn::Item::Fn(function) if function.sig.ident == "main" => Some(function.block.stmts.len()),
        _ => None,
    })
}

/// What to do where there is no place for it.
pub(crate) fn by_hand(file: &str) -> String {
    format!("{file}: call `{CALL}` in `main`")
}

#[cfg(test)]
mod tests {
    use super::{CALL, edit};

    #[test]
    fn the_call_goes_into_main_once() {
        let own = "// fn main() {\nfn main() {\n    println!(\"cargo::rerun-if-changed=a\");\n}\n";
        let edited = edit(Some(own)).unwrap();
        assert_eq!(edited, own.replace("\nfn main() {\n", &format!("\nfn main() {{\n    {CALL}\n")));
        assert_eq!(edit(Some(&edited)).unwrap(), edited);
        assert_eq!(edit(Some("fn other() {}\n")), None);
        assert!(syn::parse_file(&edit(None).unwrap()).is_ok());
    }
}
