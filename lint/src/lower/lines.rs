//! Lines and columns to byte offsets. Spans know the latter, too, but count characters for each that is asked for.

use crate::gather::Gather;
use proc_macro2::LineColumn;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
    is_ascii: bool,
}

impl<'t> Lines<'t> {
    /// The lines from an offset on, which is where the parser began.
    pub(super) fn of(text: &'t str, offset: usize) -> Self {
        let ends = text.bytes().enumerate().skip(offset).filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(offset).chain(ends.map(|(at, _)| at + 1)).map(|at| at as u32).gather();
        Self { text, starts, is_ascii: text.is_ascii() }
    }

    /// The offset of a column, in characters from 0, of a line from 1. What stands nowhere stands at the beginning.
    pub(super) fn offset(&self, at: LineColumn) -> u32 {
        let line = at.line.checked_sub(1).and_then(|line| self.starts.get(line));
        let Some(start) = line.copied() else { return self.starts.first().copied().unwrap_or_default() };
        if self.is_ascii {
            return start + at.column as u32;
        }
        let rest = self.text.get(start as usize..).unwrap_or_default();
        start + rest.chars().take(at.column).map(char::len_utf8).sum::<usize>() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use proc_macro2::TokenStream;

    #[test]
    fn tokens_are_found_where_their_bytes_are() {
        for text in ["a b\n  c\n\nd", "\u{e4} \"\u{1f600}\" b\r\n\u{e4} c // \u{e4}\nd", "", "\n\n", "x"] {
            for before in ["", "#!/bin/x"] {
                let whole = format!("{before}{text}");
                let lines = Lines::of(&whole, before.len());
                for token in text.parse::<TokenStream>().unwrap() {
                    let range = token.span().byte_range();
                    let (start, end) = (lines.offset(token.span().start()), lines.offset(token.span().end()));
                    let expected = (range.start + before.len(), range.end + before.len());
                    assert_eq!((start as usize, end as usize), expected, "{token} in {whole:?}");
                }
            }
        }
    }
}
