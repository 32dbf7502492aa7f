//! The markers in sources: where which lint is to be found.

/// The lines that must be reported, each with its lint: `//~ lint` on the line itself, `//~^ lint` on the line after it; commas
/// stand between several lints.
pub fn markers(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let marked =
        text.lines().enumerate().filter_map(|(index, line)| Some((index, line.split_once("//~")?.1)));
    marked.flat_map(|(index, marker)| {
        let line = index + usize::from(!marker.starts_with('^'));
        marker.trim_start_matches('^').split(',').map(move |lint| (line, lint.trim().to_owned()))
    })
}
