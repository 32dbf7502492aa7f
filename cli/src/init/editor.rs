//! The setting that has rust-analyzer show the lints, in the file that editors like VS Code read.

const KEY: &str = "\"rust-analyzer.check.overrideCommand\"";

/// Our lints first, then what cargo itself has to say: rust-analyzer runs one command.
const VALUE: &str = "[\"cargo\", \"ringfence\", \"check\", \"--workspace\", \"--message-format=json\", \"--then-cargo\", \"check\"]";

/// The settings with ours; none where they are no object, or where the key is set to something else.
pub(crate) fn edit(text: Option<&str>) -> Option<String> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Some(format!("{{\n    {KEY}: {VALUE}\n}}\n"));
    };
    if text.contains(KEY) {
        return text.contains("\"ringfence\"").then(|| text.to_owned());
    }
    // Such files may have comments, so they are not parsed: the object begins at the first brace outside of comments.
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if !trimmed.is_empty() && !trimmed.starts_with("//") {
            let brace = offset + line.len() - trimmed.len();
            let rest = text.get(brace..)?.strip_prefix('{')?;
            let is_empty = rest.trim_start().starts_with('}');
            let comma = if is_empty { "\n" } else { "," };
            return Some(format!("{}{{\n    {KEY}: {VALUE}{comma}{rest}", text.get(..brace)?));
        }
        offset += line.len();
    }
    None
}

/// What to do where there is no place for it.
pub(crate) fn by_hand(file: &str) -> String {
    format!("{file}: set {KEY} to {VALUE}")
}

#[cfg(test)]
mod tests {
    use super::edit;

    #[test]
    fn comments_and_settings_of_others_stay() {
        let own = "// mine\n{\n    \"editor.tabSize\": 4, // spaces\n}\n";
        let edited = edit(Some(own)).unwrap();
        assert!(edited.starts_with("// mine\n{\n    \"rust-analyzer.check.overrideCommand\": ["), "{edited}");
        assert!(edited.ends_with("],\n    \"editor.tabSize\": 4, // spaces\n}\n"), "{edited}");
        assert_eq!(edit(Some(&edited)).unwrap(), edited);
        let fresh = edit(Some("{}\n")).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&fresh).is_ok(), "{fresh}");
        assert!(serde_json::from_str::<serde_json::Value>(&edit(None).unwrap()).is_ok());
        assert_eq!(edit(Some("[]")), None);
        assert_eq!(edit(Some("{\"rust-analyzer.check.overrideCommand\": [\"mine\"]}")), None);
    }
}
