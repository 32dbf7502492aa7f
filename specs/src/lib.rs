//! Twilio's OpenAPI documents as Ringfence bundles them: one YAML per product version, in the folder of this package.
#![deny(missing_docs)]

/// A bundled document.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// Its name without the `twilio_` prefix, such as `api_v2010`.
    pub name: &'static str,
    /// The file's name in this package.
    pub file: &'static str,
    /// The text.
    pub yaml: &'static str,
}

/// All bundled documents, by name.
pub const DOCUMENTS: &[Document] = &[];

/// The bundled document of a name.
pub fn document(name: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.name == name)
}
