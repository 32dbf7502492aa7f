//! Twilio's OpenAPI documents as Ringfence bundles them: one YAML per product version, in the folder of this package.
//!
//! Paths, operation ids, names, types, limits and extensions are Twilio's; every description is this project's.
//! Twilio's documents carry no date, so each of ours records the day of the release that its facts come from.
//!
//! ```
//! let document = ringfence_specs::document("api_v2010").ok_or("not bundled")?;
//! assert_eq!(document.file, "twilio_api_v2010.yaml");
//! assert!(document.yaml.contains("operationId: CreateMessage"));
//! # Ok::<(), &str>(())
//! ```
#![deny(missing_docs)]

pub mod text;

/// A bundled document.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// Its name without the `twilio_` prefix, such as `api_v2010`.
    pub name: &'static str,
    /// The file's name in this package.
    pub file: &'static str,
    /// The day of the Twilio release that its facts come from, as in `2026-04-14`; `info.x-ringfence.date` in the text.
    pub date: &'static str,
    /// The text.
    pub yaml: &'static str,
}

/// The document `twilio_<name>.yaml` beside this file's folder.
#[cfg(feature = "bundled")]
macro_rules! bundled {
    ($name:literal, $date:literal) => {
        Document {
            name: $name,
            file: concat!("twilio_", $name, ".yaml"),
            date: $date,
            yaml: include_str!(concat!("../twilio_", $name, ".yaml")),
        }
    };
}

/// All bundled documents, by name.
#[cfg(feature = "bundled")]
pub const DOCUMENTS: &[Document] = &[
    bundled!("api_v2010", "2026-04-14"),
    bundled!("conversations_v1", "2026-04-14"),
    bundled!("lookups_v2", "2026-04-14"),
    bundled!("messaging_v1", "2026-04-14"),
    bundled!("monitor_v1", "2026-04-14"),
    bundled!("studio_v2", "2026-04-14"),
    bundled!("sync_v1", "2026-04-14"),
    bundled!("verify_v2", "2026-04-14"),
    bundled!("video_v1", "2026-04-14"),
];

/// The bundled document of a name such as `api_v2010`, without prefix and extension.
#[cfg(feature = "bundled")]
pub fn document(name: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.name == name)
}

#[cfg(feature = "bundled")]
#[cfg(test)]
mod tests {
    use super::{DOCUMENTS, document};
    use std::path::Path;

    /// The names of all `twilio_*.yaml` in the package, sorted.
    fn files() -> Vec<String> {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the package's folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
        let mut yaml: Vec<_> =
            names.filter(|name| name.ends_with(".yaml") || name.ends_with(".yml")).collect();
        yaml.sort();
        yaml
    }

    #[test]
    fn every_document_in_the_folder_is_listed_in_order() {
        let listed: Vec<_> = DOCUMENTS.iter().map(|document| document.file.to_owned()).collect();
        assert_eq!(listed, files(), "DOCUMENTS against the folder");
    }

    #[test]
    fn names_match_files() {
        for document in DOCUMENTS {
            assert_eq!(document.file, format!("twilio_{}.yaml", document.name));
        }
    }

    #[test]
    fn dates_are_those_in_the_texts() {
        for document in DOCUMENTS {
            let line = document.yaml.lines().find(|line| line.trim_start().starts_with("x-ringfence:"));
            let line = line.unwrap_or_else(|| panic!("{} records no date", document.file));
            assert!(
                line.contains(&format!("date: '{}'", document.date)),
                "{}: {} against {line}",
                document.file,
                document.date
            );
            let digits: Vec<_> =
                document.date.split('-').map(|part| (part.len(), part.parse::<u16>())).collect();
            assert!(
                matches!(digits[..], [(4, Ok(_)), (2, Ok(1..=12)), (2, Ok(1..=31))]),
                "{}: {} is no ISO date",
                document.file,
                document.date
            );
        }
    }

    #[test]
    fn a_document_is_found_by_its_name_alone() {
        for listed in DOCUMENTS {
            assert_eq!(document(listed.name).map(|found| found.file), Some(listed.file));
            assert!(document(listed.file).is_none(), "a file name is not a document's name");
        }
        assert!(document("api_v1").is_none());
    }
}
