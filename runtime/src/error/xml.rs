//! The `RestException` of the oldest API, which answers in XML where it is asked to, or where the path has no `.json`.

use super::answer::Answer;

/// Reads `<RestException>`; `None` where the text has none, such as a gateway's HTML page.
pub(super) fn read_rest_exception(text: &str) -> Option<Answer> {
    let inside = between(text, "<RestException>", "</RestException>")?;
    Some(Answer {
        code: element(inside, "Code").and_then(|code| code.trim().parse().ok()),
        message: element(inside, "Message").or_else(|| element(inside, "Detail")),
        more_info: element(inside, "MoreInfo").filter(|info| info.starts_with("https://")),
        ..Answer::default()
    })
}

fn element(text: &str, name: &str) -> Option<String> {
    between(text, &format!("<{name}>"), &format!("</{name}>"))
        .map(unescape)
        .filter(|text| !text.trim().is_empty())
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(open)?;
    rest.split_once(close).map(|(inside, _)| inside)
}

/// The five entities of XML; `&amp;` last, so that nothing is unescaped twice.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}
