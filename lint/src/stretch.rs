//! Where an item's tokens stand in the text of its file: then the file's own analysis speaks for the item.

use crate::flatten::Flat;
use crate::gather::{Gather, PutAll};

/// The byte range of each token in the file, the first of them on a line (from 1); `None` where the text says something
/// else: the item came out of a macro, or an editor holds a newer one.
pub(crate) fn find_stretch(flat: &Flat, text: &str, line: usize) -> Option<Vec<(u32, u32)>> {
    let line_start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let line_end = text.get(line_start..)?.find('\n').map_or(text.len(), |length| line_start + length);
    let first = token(flat, 0)?;
    let starts = (line_start..line_end).filter(|at| text.is_char_boundary(*at));
    let starts = starts.filter(|at| {
        let rest = text.get(*at..).unwrap_or_default();
        rest.starts_with(first) || first == "#" && doc_comment(rest).is_some()
    });
    starts.take(64).find_map(|start| match_tokens(flat, text, start))
}

fn token(flat: &Flat, index: usize) -> Option<&str> {
    let (start, end) = flat.ranges.get(index)?;
    flat.text.get(*start as usize..*end as usize)
}

fn match_tokens(flat: &Flat, text: &str, start: usize) -> Option<Vec<(u32, u32)>> {
    let mut ranges: Vec<(u32, u32)> = Vec::with_capacity(flat.ranges.len());
    let mut at = start;
    while let Some(wanted) = token(flat, ranges.len()) {
        at += trivia(text.get(at..)?);
        let rest = text.get(at..)?;
        if wanted == "#"
            && let Some(length) = doc_comment(rest)
        {
            // The compiler hands a doc comment over as an attribute.
            let count = attribute_tokens(flat, ranges.len())?;
            ranges.put_all(std::iter::repeat_n((at as u32, (at + length) as u32), count));
            at += length;
        } else if let Some(length) = taken_attribute(flat, ranges.len(), rest) {
            at += length;
        } else {
            let after = rest.strip_prefix(wanted)?;
            if wanted.ends_with(is_word) && after.starts_with(is_word) {
                return None;
            }
            ranges.push((at as u32, (at + wanted.len()) as u32));
            at += wanted.len();
        }
    }
    Some(ranges)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The length of the white space and comments at the start of a text.
fn trivia(text: &str) -> usize {
    let mut rest = text.trim_start();
    while doc_comment(rest).is_none() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else {
            break;
        };
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    text.len() - rest.len()
}

/// The length of a comment that may hold comments.
fn block_comment(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0usize;
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of a doc comment at the start of a text.
fn doc_comment(text: &str) -> Option<usize> {
    let is_line = text.starts_with("///") && !text.starts_with("////") || text.starts_with("//!");
    let is_block = text.starts_with("/**") && !text.starts_with("/***") && !text.starts_with("/**/")
        || text.starts_with("/*!");
    match (is_line, is_block) {
        (true, _) => Some(text.find('\n').unwrap_or(text.len())),
        (_, true) => Some(block_comment(text)),
        _ => None,
    }
}

/// How many tokens an attribute has that begins at a token.
fn attribute_tokens(flat: &Flat, first: usize) -> Option<usize> {
    let mut depth = 0usize;
    for index in first.. {
        match token(flat, index)? {
            "[" => depth += 1,
            "]" if depth == 1 => return Some(index + 1 - first),
            "]" => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// The length of an attribute of ours that the compiler took away before it handed the item over.
fn taken_attribute(flat: &Flat, index: usize, text: &str) -> Option<usize> {
    let inner = text.strip_prefix('#')?.trim_start().strip_prefix('[')?;
    let path: String =
        inner.chars().take_while(|letter| is_word(*letter) || matches!(letter, ':' | ' ')).gather();
    let name = path.rsplit(':').next().unwrap_or_default().trim();
    if !matches!(name, "enforce" | "permit" | "retry" | "signature_validation") {
        return None;
    }
    let length = attribute_length(text)?;
    let solid = |text: &str| text.split_whitespace().gather::<String>();
    let count = attribute_tokens(flat, index).filter(|_| token(flat, index) == Some("#"));
    let given = count.and_then(|count| {
        let (start, _) = flat.ranges.get(index)?;
        let (_, end) = flat.ranges.get(index + count - 1)?;
        flat.text.get(*start as usize..*end as usize)
    });
    let is_kept = given.is_some_and(|given| solid(given) == solid(text.get(..length).unwrap_or_default()));
    (!is_kept).then_some(length)
}

/// The length of an attribute at the start of a text.
fn attribute_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut in_string = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if in_string => drop(bytes.next()),
            b'"' => in_string = !in_string,
            b'[' if !in_string => depth += 1,
            b']' if !in_string => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find_stretch;
    use crate::flatten::flatten;

    #[test]
    fn tokens_are_found_in_their_file_whatever_stands_between_them() {
        let item = "#[doc = \" Sends.\"]\n#[inline]\npub fn send<'a>(url: &'a str) -> u8 { /* x */ call(\"a b\", 'c', 1.0e3, r#\"q\"#) }";
        let file = "fn other() {}\n/// Sends.\n#[ringfence::enforce(deny(\n    all))] #[inline] pub fn // why\n  send<'a>(\n url: &'a str) -> u8 {\n call(\"a b\", 'c', 1.0e3, r#\"q\"#) }\n";
        let flat = flatten(&item.parse().unwrap());
        let ranges = find_stretch(&flat, file, 2).unwrap();
        assert_eq!(ranges.len(), flat.ranges.len());
        let shown = |index: usize| &file[ranges[index].0 as usize..ranges[index].1 as usize];
        assert_eq!(shown(0), "/// Sends.");
        let text = |index: usize| &flat.text[flat.ranges[index].0 as usize..flat.ranges[index].1 as usize];
        assert!((7..ranges.len()).all(|index| shown(index) == text(index)));
        assert_eq!(find_stretch(&flat, &file.replace("a b", "a c"), 2), None, "another text");
        assert_eq!(find_stretch(&flat, file, 1), None, "another line");
        assert_eq!(find_stretch(&flat, file, 99), None);
    }
}
