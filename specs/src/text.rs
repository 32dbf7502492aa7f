//! What whoever reads a document asks of its text, and of what the parsers say of it.

/// Levels of brackets in a flow; nothing that describes an interface has as many. A parser of YAML takes time by their square before it
/// refuses them.
pub const DEEPEST: usize = 256;

/// The line, from 1, at which brackets nest deeper than [`DEEPEST`]. A line that begins with something else than a bracket begins anew, since text may
/// hold brackets of its own.
pub fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with(['[', '{', ']', '}', ',']) {
            depth = 0;
            // Which most are: nothing of them is looked at.
            if line.len() <= DEEPEST {
                continue;
            }
        }
        let (mut is_quoted, mut is_escaped) = (false, false);
        for byte in line.bytes() {
            match byte {
                _ if is_escaped => {}
                b'"' => is_quoted = !is_quoted,
                b'[' | b'{' if !is_quoted => depth += 1,
                b']' | b'}' if !is_quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            is_escaped = byte == b'\\' && is_quoted && !is_escaped;
            if depth > DEEPEST {
                return Some(at + 1);
            }
        }
    }
    None
}

/// A parser's message without its place: the parsers put it at the end of their text, where ours begins with it.
pub fn without_place(message: &str) -> &str {
    message.find(" at line ").and_then(|end| message.get(..end)).unwrap_or(message)
}
