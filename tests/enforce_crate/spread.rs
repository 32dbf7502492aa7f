//! A ui case spread over files and crates: what bears on a finding stands as far from it as it can.

use proc_macro2::Span;
use std::collections::BTreeMap;
use std::path::PathBuf;
use syn::spanned::Spanned;

/// Files of a package, by their paths in it.
pub type Files = BTreeMap<PathBuf, String>;

/// Where the constants of a case go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constants {
    /// Into files of their own, as all other items.
    Files,
    /// Into a crate that the package depends on, `shared`.
    Crate,
}

/// The items of a text, each in a file of its own with the imports that it uses.
pub fn spread(text: &str, constants: Constants) -> Files {
    let file = syn::parse_file(text).unwrap();
    let of = |span: Span| &text[span.byte_range()];
    let (mut imports, mut parts) = (Vec::new(), Vec::new());
    let (mut root, mut shared) = (String::new(), String::new());
    for item in &file.items {
        let text = of(item.span());
        match item {
            syn::Item::Use(item) => imports.push((text, names(&item.tree))),
            // What a macro is must stand before its calls.
            syn::Item::Macro(_) => root.push_str(&format!("{text}\n")),
            syn::Item::Const(_) | syn::Item::Static(_) if constants == Constants::Crate => {
                let private = text.find("const ").or(text.find("static ")).unwrap_or_default();
                shared.push_str(&format!("pub {}\n", &text[private..]));
            }
            _ => parts.push(text),
        }
    }
    let common = match constants {
        Constants::Files => "use crate::*;\n",
        Constants::Crate => "use crate::*;\nuse shared::*;\n",
    };
    let with_imports = |part: &str| {
        let used = imports.iter().filter(|(_, names)| names.iter().any(|name| part.contains(name)));
        format!("{common}{}{part}\n", used.map(|(text, _)| format!("{text}\n")).collect::<String>())
    };
    let mut files = Files::new();
    for (at, part) in parts.into_iter().enumerate() {
        root.push_str(&format!("mod part{at};\npub use part{at}::*;\n"));
        files.insert(PathBuf::from(format!("src/part{at}.rs")), with_imports(part));
    }
    files.insert(PathBuf::from("src/main.rs"), with_imports(&root));
    if constants == Constants::Crate {
        files.insert(PathBuf::from("shared/src/lib.rs"), shared);
    }
    files
}

/// The names that an import brings in; of a glob its last segment.
fn names(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) if matches!(*path.tree, syn::UseTree::Glob(_)) => {
            vec![path.ident.to_string()]
        }
        syn::UseTree::Path(path) => names(&path.tree),
        syn::UseTree::Name(name) => vec![name.ident.to_string()],
        syn::UseTree::Rename(renamed) => vec![renamed.rename.to_string()],
        syn::UseTree::Group(group) => group.items.iter().flat_map(names).collect(),
        syn::UseTree::Glob(_) => Vec::new(),
    }
}
