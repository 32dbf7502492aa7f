//! Credentials for test cases: no file of the repository holds anything of their shape, so they are filled in when a test runs.

/// A case with its placeholders filled in: `@TOKEN@`, `@SECRET@`, `@DUMMY@`, `@ACCOUNT@`, `@KEY@`, and the halves `@HEAD@` and
/// `@TAIL@` of a token. Lines stay where they are.
pub fn fill(text: &str) -> String {
    // ringfence: permit(hardcoded_credential, reason = "halves of a token that is none, put together for cases")
    let (head, tail) = ("0f1e2d3c4b5a6978", "89ab67cd45ef2301");
    let token = [head, tail].concat();
    let replacements = [
        ("@TOKEN@", token.clone()),
        ("@SECRET@", "Ab3dEf6hIj9lMn2p".repeat(2)),
        ("@DUMMY@", "0".repeat(32)),
        ("@ACCOUNT@", format!("AC{token}")),
        ("@KEY@", format!("SK{token}")),
        ("@HEAD@", head.to_owned()),
        ("@TAIL@", tail.to_owned()),
    ];
    replacements
        .into_iter()
        .fold(text.to_owned(), |text, (placeholder, filled)| text.replace(placeholder, &filled))
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_filled_and_the_rest_stays() {
        let filled = fill("a\n\"@TOKEN@\" @HEAD@@TAIL@ @OTHER@");
        let token = filled.split('"').nth(1).unwrap_or_default();
        assert_eq!(token.len(), 32);
        assert_eq!(filled, format!("a\n\"{token}\" {token} @OTHER@"));
    }
}
