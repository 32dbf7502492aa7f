//! The nearest name for a misspelt one: one answer for settings, permits, options and documents alike.

use crate::gather::Gather;
use crate::sorted::Set;

/// The names within a third of the length of `name` (at least two edits, in any case of letters), best first, at most three.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    nearest_of(name, &mut names.into_iter())
}

fn nearest_of<'a>(name: &str, names: &mut dyn Iterator<Item = &'a str>) -> Vec<&'a str> {
    let bound = (name.chars().count() / 3).max(2);
    let lower = name.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
    let measured = names.map(|candidate| (distance(candidate), candidate));
    let near: Set<(usize, &str)> =
        measured.filter(|(distance, name)| *distance <= bound && *distance < name.chars().count()).gather();
    near.into_iter().take(3).map(|(_, candidate)| candidate).gather()
}

/// "; did you mean `a` or `b`?", or nothing where no name is near.
pub fn suggestion<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(&nearest(name, names))
}

fn did_you_mean(near: &[&str]) -> String {
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).gather();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [most @ .., last] => format!("; did you mean {} or {last}?", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_come_first_and_far_ones_never() {
        let names = ["plain_http_url", "unretried_call", "ct", "rt"];
        assert_eq!(nearest("plain_http_urls", names), ["plain_http_url"]);
        assert_eq!(nearest("something_else", names), Vec::<&str>::new());
        assert_eq!(suggestion("unretryed_call", names), "; did you mean `unretried_call`?");
        assert_eq!(nearest("CT", names).first(), Some(&"ct"), "in any case of letters");
        assert_eq!(suggestion("zzzz", names), "");
        assert_eq!(suggestion("abcd", ["abcx", "abcy", "abcz"]), "; did you mean `abcx`, `abcy` or `abcz`?");
    }
}
